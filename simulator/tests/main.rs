//! The simulator, tested from outside: by its REST and gateway, and by what people do.
mod bot;
mod discordjs;
mod faults_gateway;
mod faults_rest;
mod gateway;
mod people;
mod rest;
mod wire;
