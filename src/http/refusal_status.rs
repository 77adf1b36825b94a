//! What HTTP calls each refusal of the desk's.

use axum::http::StatusCode;
use tickit_domain::error::Refusal;

/// The status of a refusal: 403 where somebody else may do it, 404 where there is no such thing, 409 where it is otherwise at
/// present, 422 where what came in is not taken.
pub(super) const fn status_of(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::NotAllowed { .. } | Refusal::StaffCloses => StatusCode::FORBIDDEN,
        Refusal::DiscordAway => StatusCode::SERVICE_UNAVAILABLE,
        Refusal::ChangedMeanwhile { .. } => StatusCode::PRECONDITION_FAILED,
        _ if is_of_nothing(refusal) => StatusCode::NOT_FOUND,
        _ if is_of_the_moment(refusal) => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

const fn is_of_nothing(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::NoSuchTicket
            | Refusal::NoSuchType
            | Refusal::NoSuchQuestion
            | Refusal::NoSuchFile
            | Refusal::NoSuchWebhook
            | Refusal::NoSuchDelivery
            | Refusal::NoErasure
            | Refusal::NoSuchView
            | Refusal::NoErasureRequest
            | Refusal::PanelGone
            | Refusal::TagGone
            | Refusal::UnknownTag { .. }
            | Refusal::NotBlacklisted { .. }
    )
}

const fn is_of_the_moment(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::BeingOpened
            | Refusal::NotOpen
            | Refusal::NotClosed
            | Refusal::BeingDeleted
            | Refusal::WebhookOff
            | Refusal::ErasureRequested
            | Refusal::ChannelGone { .. }
            | Refusal::ClaimedBy { .. }
    )
}
