//! What an entry of the catalog is.

/// The kinds of entries; each is a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Function,
    Technology,
    Pattern,
    Term,
    Number,
    Case,
    Price,
    Phase,
    Plan,
    Drill,
    Dimension,
}

impl Kind {
    /// All kinds with the names of their folders.
    pub const ALL: [(&'static str, Kind); 11] = [
        ("function", Kind::Function),
        ("technology", Kind::Technology),
        ("pattern", Kind::Pattern),
        ("term", Kind::Term),
        ("number", Kind::Number),
        ("case", Kind::Case),
        ("price", Kind::Price),
        ("phase", Kind::Phase),
        ("plan", Kind::Plan),
        ("drill", Kind::Drill),
        ("dimension", Kind::Dimension),
    ];

    pub fn from_name(name: &str) -> Option<Kind> {
        Self::ALL.iter().find(|(n, _)| *n == name).map(|(_, k)| *k)
    }

    /// Whether its ids are its own, so that a drill may be called as the pattern that answers it.
    pub(super) fn is_apart(self) -> bool {
        matches!(
            self,
            Kind::Case | Kind::Phase | Kind::Plan | Kind::Drill | Kind::Dimension
        )
    }

    /// The name space of its ids.
    pub(super) fn space(self) -> Option<Kind> {
        self.is_apart().then_some(self)
    }

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, k)| *k == self).map_or("", |(n, _)| n)
    }
}
