//! Closing a connection so that its last answer is read: whoever still sends a body when their connection is closed hard never
//! reads why it was refused.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// For how long what still comes is read and thrown away.
const LONGEST: Duration = Duration::from_secs(2);

/// A stream that, when it is closed amid a body, lets the other side finish.
pub(super) struct Lingering<S> {
    stream: S,
    amid_body: Arc<AtomicBool>,
    closed: Option<Pin<Box<Sleep>>>,
}

impl<S> Lingering<S> {
    /// The stream, and what says whether a body was refused that may be under way still.
    pub(super) fn new(stream: S) -> (Self, Arc<AtomicBool>) {
        let amid_body = Arc::<AtomicBool>::default();
        (Self { stream, amid_body: Arc::clone(&amid_body), closed: None }, amid_body)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Lingering<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, into)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Lingering<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.closed.is_none() {
            ready!(Pin::new(&mut this.stream).poll_shutdown(cx))?;
        }
        let closed = this.closed.get_or_insert_with(|| Box::pin(sleep(LONGEST)));
        let mut thrown_away = [0; 4_096];
        while this.amid_body.load(Ordering::Relaxed) && closed.as_mut().poll(cx).is_pending() {
            let mut into = ReadBuf::new(&mut thrown_away);
            let read = ready!(Pin::new(&mut this.stream).poll_read(cx, &mut into));
            if read.is_err() || into.filled().is_empty() {
                break;
            }
        }
        Poll::Ready(Ok(()))
    }
}
