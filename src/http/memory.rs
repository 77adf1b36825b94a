//! How much memory the process and its machine use.

use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use sysinfo::{MemoryRefreshKind, Pid, ProcessRefreshKind, ProcessesToUpdate, System};
use utoipa::ToSchema;

/// Looks at this process; keeps what it needs for it between looks.
#[derive(Debug)]
pub(super) struct MemoryProbe {
    watched: Mutex<Option<(System, Pid)>>,
}

/// `None` where the system does not tell.
#[expect(clippy::struct_field_names, reason = "the unit belongs to the names that monitoring reads")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, ToSchema)]
pub(super) struct Memory {
    pub(super) process_bytes: Option<u64>,
    pub(super) machine_total_bytes: Option<u64>,
    pub(super) machine_used_bytes: Option<u64>,
}

impl Default for MemoryProbe {
    fn default() -> Self {
        let watched = System::new().ok().zip(sysinfo::get_current_pid().ok());
        Self { watched: Mutex::new(watched) }
    }
}

impl MemoryProbe {
    pub(super) fn look(&self) -> Memory {
        let mut watched = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((system, this)) = watched.as_mut() else { return Memory::default() };
        system.refresh_memory_specifics(MemoryRefreshKind::nothing().with_ram());
        let kind = ProcessRefreshKind::nothing().with_memory();
        system.refresh_processes_specifics(ProcessesToUpdate::Some(&[*this]), true, kind);
        Memory {
            process_bytes: system.process(*this).map(sysinfo::Process::memory),
            machine_total_bytes: Some(system.total_memory()),
            machine_used_bytes: Some(system.used_memory()),
        }
    }
}
