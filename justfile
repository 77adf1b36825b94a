# What is run often, by name. `just` lists it.

_default:
    @just --list

# All that has to hold before a change is taken; the same in CI
check:
    bash .ci/run

# Every test; say more to run fewer: `just test close`
test *what:
    cargo test --locked {{ what }}

# Tickit at work, with a pretended Discord: `just demo --once` plays one ticket and ends
demo *options:
    cargo run --locked -- demo {{ options }}

# How fast and how small it is
bench *what:
    cargo bench --locked {{ what }}

# Writes what is generated from the code anew: docs/commands.json, docs/ACTIONS.md, docs/openapi.json, the golden transcripts
generate:
    UPDATE_GENERATED=1 cargo test --locked --test tickit -- generated:: api::matrix
