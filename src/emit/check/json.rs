//! Plain data, as `check.schema.json` beside this file documents it.

use super::super::plain;
use crate::report::Check;

pub fn write(check: &Check) -> String {
    // A check is plain data with texts as keys: nothing in it can fail.
    plain::json(&serde_json::to_string_pretty(check).unwrap_or_default()) + "\n"
}
