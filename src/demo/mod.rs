//! The demonstration.
mod behaviour;
mod cast;
