//! What makes a part of a picture stand out, and its colours in every language.

use crate::report::CapacityState;

/// Why a part stands out. Colour alone says nothing: the same stands in words on the part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Accent {
    /// It fails, or fails others.
    Trouble,
    /// It answers, but not as it should.
    Strain,
    /// It was not there before.
    Added,
    /// It is there no more.
    Removed,
    /// It was another before.
    Changed,
}

impl Accent {
    /// What a component that runs out of capacity stands out by.
    pub fn of(state: CapacityState) -> Option<Self> {
        match state {
            CapacityState::Unstable => Some(Self::Trouble),
            CapacityState::AboveTarget => Some(Self::Strain),
            CapacityState::Within | CapacityState::Unknown => None,
        }
    }

    /// One word, fit for a class of a style.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Trouble => "trouble",
            Self::Strain => "strain",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }

    /// The colour of borders, lines and texts; it keeps a contrast of 4.5 on white and on [`Accent::pale`].
    pub const fn line(self) -> &'static str {
        match self {
            Self::Trouble => "#c4281c",
            Self::Strain => "#b54708",
            Self::Added => "#1a7f37",
            Self::Removed => "#626a73",
            Self::Changed => "#1f54b5",
        }
    }

    /// The colour of areas.
    pub const fn pale(self) -> &'static str {
        match self {
            Self::Trouble => "#fee4e2",
            Self::Strain => "#fef0c7",
            Self::Added => "#dafbe1",
            Self::Removed => "#eef0f2",
            Self::Changed => "#e4edfd",
        }
    }
}

/// All of them.
pub const ACCENTS: [Accent; 5] = [
    Accent::Trouble,
    Accent::Strain,
    Accent::Added,
    Accent::Removed,
    Accent::Changed,
];
