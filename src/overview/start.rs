//! What a company still lacks before its overview can speak.

use chrono::NaiveDate;

/// What is there at all, in whatever period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Start {
    /// Earlier days are history: nobody is late with them.
    pub tracking_from: NaiveDate,
    pub has_people: bool,
    pub has_plan: bool,
    pub has_facts: bool,
}

/// The next thing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    People,
    Plan,
    Facts,
}

impl Start {
    pub fn lack(self) -> Option<Lack> {
        match (self.has_people, self.has_plan, self.has_facts) {
            (false, ..) => Some(Lack::People),
            (_, false, _) => Some(Lack::Plan),
            (_, _, false) => Some(Lack::Facts),
            _ => None,
        }
    }

    /// Neither plan nor facts: there is nothing to show but the way.
    pub fn is_empty(self) -> bool {
        !self.has_plan && !self.has_facts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_come_first_then_a_plan_then_facts() {
        let start = |has_people, has_plan, has_facts| Start {
            tracking_from: NaiveDate::MIN,
            has_people,
            has_plan,
            has_facts,
        };
        assert_eq!(start(false, false, false).lack(), Some(Lack::People));
        assert_eq!(start(true, false, true).lack(), Some(Lack::Plan));
        assert_eq!(start(true, true, false).lack(), Some(Lack::Facts));
        assert_eq!(start(true, true, true).lack(), None);
        assert!(!start(true, false, true).is_empty());
    }
}
