//! Faults on demand: answers that REST requests get instead, and a gateway that behaves badly. All are bounded, and what
//! is random about them comes from the simulator's seed.
mod gateway;
mod requests;

pub use crate::gateway::ResumeFault;
pub use gateway::GatewayFaults;
pub use requests::{Fault, Faults, Match, Plan, decide};

use std::{sync::Arc, time::Duration};

use crate::{ApplicationHandle, Shared, Simulator, clock::millis};

/// Where faults are ordered: `discord.faults()`.
#[derive(Debug, Clone)]
pub struct FaultsHandle {
    shared: Arc<Shared>,
}

impl Simulator {
    /// Where faults are ordered.
    pub fn faults(&self) -> FaultsHandle {
        FaultsHandle { shared: Arc::clone(self.shared()) }
    }
}

impl FaultsHandle {
    /// The next `times` requests that match go wrong in this way.
    pub fn respond(&self, matching: Match, fault: Fault, times: u32) -> Plan {
        self.shared.faults.plan(matching, fault, times, 1.0)
    }

    /// Each request that matches goes wrong with this probability (0 to 1), `times` in total at most.
    pub fn respond_sometimes(&self, matching: Match, fault: Fault, probability: f64, times: u32) -> Plan {
        self.shared.faults.plan(matching, fault, times, probability)
    }

    /// From now on every answer to a request takes so long on its way, as from a Discord that is far away.
    pub fn distance(&self, round_trip: Duration) {
        self.shared.faults.set_distance(round_trip);
    }

    /// Takes back all that is planned for requests.
    pub fn clear(&self) {
        self.shared.faults.clear();
    }

    /// What goes wrong between the gateway and one bot.
    pub fn gateway(&self, application: &ApplicationHandle) -> GatewayFaults {
        GatewayFaults::new(Arc::clone(&self.shared), application.id())
    }

    /// The gateway drops all connections and refuses new ones for this long, by the simulator's clock.
    pub fn gateway_away(&self, length: Duration) {
        self.shared.gateway.go_away_until(self.shared.clock.now() + millis(length));
    }
}
