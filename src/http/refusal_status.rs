//! What HTTP calls each refusal of the desk's.

use axum::http::StatusCode;
use tickit_domain::error::Refusal;

/// The status of a refusal.
pub(super) const fn status_of(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::NotAllowed { .. } | Refusal::StaffCloses => StatusCode::FORBIDDEN,
        Refusal::NoSuchTicket
        | Refusal::NoSuchType
        | Refusal::NoSuchWebhook
        | Refusal::NoSuchDelivery
        | Refusal::NoErasure
        | Refusal::NoSuchQuestion
        | Refusal::NoSuchFile
        | Refusal::PanelGone
        | Refusal::UnknownTag { .. }
        | Refusal::NotBlacklisted { .. } => StatusCode::NOT_FOUND,
        Refusal::DiscordAway => StatusCode::SERVICE_UNAVAILABLE,
        Refusal::ChangedMeanwhile { .. } => StatusCode::PRECONDITION_FAILED,
        Refusal::NotOpen
        | Refusal::NotClosed
        | Refusal::BeingDeleted
        | Refusal::WebhookOff
        | Refusal::ChannelGone { .. }
        | Refusal::ClaimedBy { .. } => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}
