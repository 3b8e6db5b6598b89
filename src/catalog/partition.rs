//! What one partition of a technology carries: the share of a store or log that one key can't exceed.

use super::Fact;
use super::decode::measured;
use super::table;
use crate::form::Reader;
use crate::form::table::Measure;

/// What a partition can run out of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartitionLimit {
    /// Reads or read units a second.
    Reads,
    /// Writes or write units a second.
    Writes,
    /// Messages that arrive a second.
    Messages,
    /// Bytes a second from producers.
    In,
    /// Bytes a second to consumers.
    Out,
    /// Bytes kept.
    Storage,
}

impl PartitionLimit {
    /// All limits with their words and measures, in the order of tables.
    pub const ALL: [(&'static str, PartitionLimit, Measure); 6] = [
        ("reads", PartitionLimit::Reads, Measure::Frequency),
        ("writes", PartitionLimit::Writes, Measure::Frequency),
        ("messages", PartitionLimit::Messages, Measure::Frequency),
        ("in", PartitionLimit::In, Measure::Bandwidth),
        ("out", PartitionLimit::Out, Measure::Bandwidth),
        ("storage", PartitionLimit::Storage, Measure::Bytes),
    ];

    /// The word for people.
    pub fn name(self) -> &'static str {
        match self {
            PartitionLimit::Reads => "reads",
            PartitionLimit::Writes => "writes",
            PartitionLimit::Messages => "messages",
            PartitionLimit::In => "bytes in",
            PartitionLimit::Out => "bytes out",
            PartitionLimit::Storage => "storage",
        }
    }
}

/// The limits of one partition.
#[derive(Debug, Default)]
pub struct Partition {
    pub limits: Vec<(PartitionLimit, Fact)>,
    /// Bytes of a row that count as one read; larger rows count several times.
    pub read_size: Option<Fact>,
    /// Bytes of a row that count as one write.
    pub write_size: Option<Fact>,
    /// Bytes of one partition up to which it reads well; no limit stops it beyond.
    pub advised: Option<Fact>,
}

pub(super) fn partition(reader: &Reader) -> Partition {
    let Some(node) = reader.node("partition") else {
        return Partition::default();
    };
    let Some(reader) = Reader::new(node, &table::PARTITION, reader.context) else {
        return Partition::default();
    };
    Partition {
        limits: PartitionLimit::ALL
            .iter()
            .filter_map(|(name, limit, measure)| Some((*limit, measured(&reader, name, *measure)?)))
            .collect(),
        read_size: measured(&reader, "read_size", Measure::Bytes),
        write_size: measured(&reader, "write_size", Measure::Bytes),
        advised: measured(&reader, "advised", Measure::Bytes),
    }
}
