//! How much room there is where the service keeps its files.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use sysinfo::{DiskRefreshKind, Disks};
use tokio::task::spawn_blocking;
use tokio::time::interval;

use super::database_probe::WATCHED_EVERY;
use super::state::HttpState;

/// How much room there was when somebody looked last.
#[derive(Debug, Default)]
pub(super) struct DiskProbe(Mutex<Option<Room>>);

/// The room of a disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Room {
    /// All of it, in bytes.
    pub(super) total: u64,
    /// What is free of it.
    pub(super) free: u64,
}

impl DiskProbe {
    /// How much there was; `None` where the system does not tell, or nobody has looked yet.
    pub(super) fn room(&self) -> Option<Room> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks from time to time, one look after the other: a disk that does not answer holds up no request.
    pub(super) async fn watch(state: &HttpState) {
        let mut every = interval(WATCHED_EVERY);
        loop {
            every.tick().await;
            let directory = state.0.ports.data_directory.clone();
            let room = spawn_blocking(move || room_at(&directory)).await.ok().flatten();
            *state.0.probes.disk.0.lock().unwrap_or_else(PoisonError::into_inner) = room;
        }
    }
}

/// The room of the disk that a directory is on: of those below whose roots it is, the one with the longest path.
fn room_at(directory: &Path) -> Option<Room> {
    let directory: PathBuf = directory.canonicalize().ok()?;
    let disks = Disks::new_with_refreshed_list_specifics(DiskRefreshKind::nothing().with_storage()).ok()?;
    let holds = disks.iter().filter(|disk| directory.starts_with(disk.mount_point()));
    let disk = holds.max_by_key(|disk| disk.mount_point().as_os_str().len())?;
    Some(Room { total: disk.total_space(), free: disk.available_space() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_that_is_not_there_has_no_room() {
        assert_eq!(room_at(Path::new("/nowhere/at/all")), None);
    }
}
