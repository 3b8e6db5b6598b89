//! What a day, a month and a year are: sources differ, so the convention has a name and is printed.

/// A convention for lengths of time; outage budgets always use 525,600 minutes a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile {
    /// A day of 86,400 s, a year of 365.25 days, a month of a twelfth of it.
    #[default]
    Exact,
    /// Round numbers for the back of an envelope: a day of 100,000 s, a month of 30 and a year of 365 such days.
    Interview,
    /// As clouds bill: a day of 86,400 s, a month of 730 h, a year of 8,760 h.
    Billing,
}

impl Profile {
    /// All profiles with their names, in the order in which help lists them.
    pub const ALL: [(&'static str, Profile); 3] = [
        ("exact", Profile::Exact),
        ("interview", Profile::Interview),
        ("billing", Profile::Billing),
    ];

    pub fn from_name(name: &str) -> Option<Profile> {
        Self::ALL.iter().find(|(n, _)| *n == name).map(|(_, p)| *p)
    }

    pub fn name(self) -> &'static str {
        match self {
            Profile::Exact => "exact",
            Profile::Interview => "interview",
            Profile::Billing => "billing",
        }
    }

    /// Seconds in a day.
    pub fn day(self) -> f64 {
        match self {
            Profile::Interview => 100_000.0,
            Profile::Exact | Profile::Billing => 86_400.0,
        }
    }

    /// Seconds in a month.
    pub fn month(self) -> f64 {
        match self {
            Profile::Exact => self.year() / 12.0,
            Profile::Interview => 30.0 * self.day(),
            Profile::Billing => 730.0 * 3600.0,
        }
    }

    /// Seconds in a year.
    pub fn year(self) -> f64 {
        match self {
            Profile::Exact => 365.25 * self.day(),
            Profile::Interview => 365.0 * self.day(),
            Profile::Billing => 8760.0 * 3600.0,
        }
    }
}
