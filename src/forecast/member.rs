//! Who forecasts: simple rules of receipts, and flows of deals and invoices.

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Member {
    /// As the last four weeks (in months: the last one).
    LastFour,
    /// As the last thirteen weeks (three months).
    RunRate,
    /// As the last thirteen weeks, by season.
    Season,
    /// As the last weeks, the latest counting most, by season.
    Recent,
    /// The last thirteen weeks carried on along the slope of half a year, by season.
    Trend,
    /// The same along the slope of a year.
    LongTrend,
    /// As a year ago, times the growth since.
    YearAgo,
    /// As the last year, by season.
    Year,
    /// Open deals, new deals, invoices.
    Flow,
    /// The same, corrected by its own past ratio to facts.
    Calibrated,
    /// All rules of receipts in one voice.
    Rates,
    /// Both flows in one voice.
    Flows,
}

/// Members that are heard together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choir {
    Rates,
    Flows,
    Both,
}

impl Choir {
    pub fn has(self, member: Member) -> bool {
        match self {
            Self::Rates => member < Member::Flow,
            Self::Flows => matches!(member, Member::Flow | Member::Calibrated),
            Self::Both => matches!(member, Member::Rates | Member::Flows),
        }
    }
}

/// A part of the engine that may be left out to see what it earns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Everything by season.
    Season,
    /// Everything that goes on growing.
    Growth,
    /// What looks back a year.
    Year,
    /// Rules without a season.
    Plain,
    /// Deals and invoices.
    Flow,
    /// Deals and invoices not yet there.
    New,
    Calibration,
    /// Weights by past errors: all members count alike.
    Weights,
    /// Widening of bands by past distances.
    Widening,
}

impl Part {
    /// Whether a member is silent without this part.
    pub fn silences(self, member: Member) -> bool {
        match self {
            Self::Season => matches!(
                member,
                Member::Season | Member::Recent | Member::Trend | Member::LongTrend | Member::Year
            ),
            Self::Growth => matches!(member, Member::Trend | Member::LongTrend),
            Self::Year => matches!(member, Member::YearAgo | Member::Year),
            Self::Plain => matches!(member, Member::LastFour | Member::RunRate),
            Self::Flow => Choir::Flows.has(member),
            Self::Calibration => member == Member::Calibrated,
            Self::New | Self::Weights | Self::Widening => false,
        }
    }
}
