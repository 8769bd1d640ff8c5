//! A metric on one line of a file.
use serde::Deserialize;

use crate::metric::{Direction, Kind, OverPeople};
use crate::template::content::{Counted, Counting, Measure, Norm, Per};
use crate::values::{Quantity, Unit};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetricLine {
    code: String,
    name: String,
    unit: Unit,
    kind: Kind,
    #[serde(default = "up")]
    direction: Direction,
    /// Numerator and denominator of a ratio.
    of: Option<[String; 2]>,
    /// The last value counts, and a department has none of its own.
    #[serde(default)]
    last: bool,
    scale: Option<u8>,
    minutes: Option<i16>,
    norm: Option<String>,
    /// The norm is a head's.
    #[serde(default)]
    head: bool,
    per: Option<Per>,
    #[serde(default)]
    range: String,
    #[serde(default)]
    published: bool,
}

fn up() -> Direction {
    Direction::Up
}

impl MetricLine {
    pub fn measure(self, faults: &mut Vec<String>) -> Measure {
        let scale = self.scale.unwrap_or(match self.unit {
            Unit::Rouble => 2,
            Unit::Percent | Unit::Point | Unit::Day => 1,
            _ => 0,
        });
        let norm = self.norm(scale, faults);
        let (over_time, over_people) = match (self.of, self.last) {
            (Some([numerator, denominator]), _) => {
                (Counting::Ratio { numerator, denominator }, OverPeople::Ratio)
            }
            (None, true) => (Counting::Last, OverPeople::None),
            (None, false) => (Counting::Sum, OverPeople::Sum),
        };
        let (unit, kind, direction) = (self.unit, self.kind, self.direction);
        Measure {
            code: self.code,
            name: self.name,
            counted: Counted { unit, kind, direction, over_time, over_people, scale },
            minutes: self.minutes,
            manager: norm.filter(|_| !self.head),
            head: norm.filter(|_| self.head),
            range: self.range,
            is_published: self.published,
            is_hidden: false,
        }
    }

    fn norm(&self, scale: u8, faults: &mut Vec<String>) -> Option<Norm> {
        let typed = self.norm.as_ref()?;
        let (value, per) = (Quantity::parse(typed, scale, self.unit), self.per);
        let norm = value.ok().zip(per).map(|(value, per)| Norm { value: value.minor(), per });
        if norm.is_none() {
            faults.push(format!("показатель {}: норма «{typed}» не читается", self.code));
        }
        norm
    }
}
