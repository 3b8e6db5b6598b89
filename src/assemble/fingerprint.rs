//! By what a finding is known again after lines have moved.

use crate::finding::Finding;
use crate::report;
use crate::source::Sources;
use std::collections::HashMap;

/// Characters of the guilty text that count.
const MOST: usize = 400;

/// From the rule, what it is about, and the guilty text without its layout; from the message where there is no
/// place, without its numbers, for these change with the load.
pub fn of(found: &Finding, sources: &Sources) -> String {
    let guilty: String = match found
        .at
        .map(|at| sources.text(at))
        .filter(|text| !text.trim().is_empty())
    {
        Some(text) => text.chars().take(MOST).collect(),
        None => found.message.chars().filter(|c| !c.is_ascii_digit()).collect(),
    };
    let words: Vec<&str> = guilty.split_whitespace().collect();
    let whole = format!(
        "{}\0{}\0{}",
        found.rule,
        found.of.as_deref().unwrap_or(""),
        words.join(" ")
    );
    format!("{:016x}", fnv(whole.as_bytes()))
}

/// Makes them unique: the second of two that are alike is the second in the file.
pub fn number(findings: &mut [report::Finding]) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for finding in findings {
        let count = seen.entry(finding.fingerprint.clone()).or_default();
        *count += 1;
        if *count > 1 {
            finding.fingerprint.push_str(&format!("-{count}"));
        }
    }
}

/// FNV-1a with 64 bits (draft-eastlake-fnv): short, and the same everywhere and for ever.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::fnv;

    #[test]
    fn published_hashes() {
        // Test vectors of draft-eastlake-fnv.
        assert_eq!(fnv(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
