//! MongoDB: the contract, and what befalls servers.

use super::mongo_server::Mongo;

contract_on!(Mongo);
