//! The simulator, tested from outside: by its REST and gateway, and by what people do.
mod faults_gateway;
mod gateway;
mod wire;
mod bot;
mod people;
mod rest;
mod faults_rest;
mod discordjs;
