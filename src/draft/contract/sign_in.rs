//! Calls by which somebody signs in: whoever makes one has nothing to show yet.

use super::{Call, Contract, Gives};
use crate::draft::name;
use crate::report::{AccessKind, Entity};

/// What a person knows or is sent to show who they are.
const SECRETS: [&str; 7] = [
    "password",
    "passphrase",
    "passcode",
    "passkey",
    "otp",
    "pin",
    "assertion",
];

/// What shows on later calls that somebody signed in.
const SESSIONS: [&str; 3] = ["session", "token", "login"];

/// A component that keeps to which gateway somebody is connected; its entries prove nothing.
const CONNECTIONS: &str = "session-registry";

/// Whether a call gives its caller what all others have to show, so that it can't ask for it.
///
/// Names of the design decide, so they are taken narrowly, and whatever is left open stays closed: a POST of an actor
/// to an address without a placeholder, for what lies under somebody's address is theirs already, and one of
///
/// - its flow writes a session and reads none, or it takes a secret and gives a session back: a sign-in;
/// - it takes a secret, and its flow writes the entity of that secret and does not read it: a sign-up. A new password
///   for an account that exists is an update, or reads the account first.
///
/// A session is an entity named so (`session`, `refresh_token`), beside those that only tell where a connection ends.
/// What the flow itself says of `authentication` goes before this; it is how a sign-up without a secret (by a code
/// sent to a telephone, say) is drafted right: `lacks: [authentication]` on the flow.
pub fn signs_in(contract: &Contract, call: &Call) -> bool {
    let Some(flow) = call.flow.filter(|flow| flow.actor.is_some()) else {
        return false;
    };
    if call.operation.method != "POST" || call.operation.target.contains('{') {
        return false;
    }
    let made = |entity: &Entity| {
        let reads = [AccessKind::ReadOne, AccessKind::ReadMany];
        entity.is_used(&flow.id, &[AccessKind::Write]) && !entity.is_used(&flow.id, &reads)
    };
    let is_session = |entity: &Entity| {
        let connection = entity.kept_in.iter().any(|id| {
            contract
                .component(id)
                .is_some_and(|component| component.function == CONNECTIONS)
        });
        !connection && ends_in(&entity.id, &SESSIONS)
    };
    let gives_session = matches!(call.gives, Gives::One(entity) if is_session(entity));
    let mut secrets = call.takes.iter().filter(|part| ends_in(&part.field.name, &SECRETS));
    contract.report.entities.iter().any(|e| is_session(e) && made(e))
        || secrets.any(|part| gives_session || made(part.entity))
}

/// Whether the last word of a name is one of these.
fn ends_in(name: &str, words: &[&str]) -> bool {
    name::words(name)
        .last()
        .is_some_and(|last| words.contains(&last.as_str()))
}
