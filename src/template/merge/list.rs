//! Three lists of the same kind of thing made one.
use std::collections::BTreeSet;

use super::line::{Change, Line, Part, Pen, Sides};
use crate::template::content::{Counts, Template};

/// What else is known while lists are merged.
pub struct Place<'a> {
    pub now: &'a Template,
    pub offered: &'a Template,
    /// Codes of metrics that have facts or plans.
    pub with_values: &'a BTreeSet<String>,
}

impl Place<'_> {
    pub fn has_values(&self, code: &str) -> bool {
        self.with_values.contains(code)
    }

    /// A metric's name by its code.
    pub fn metric(&self, code: &str) -> String {
        let found = self.now.metric(code).or_else(|| self.offered.metric(code));
        found.map_or(code, |metric| &metric.name).to_owned()
    }

    pub fn item(&self, counts: &Counts) -> String {
        match counts {
            Counts::System(system) => system.name().to_owned(),
            Counts::Metric(code) => self.metric(code),
        }
    }
}

/// A thing of a set-up, known by its code.
pub trait Piece: Clone + PartialEq {
    const PART: Part;

    fn code(&self) -> &str;
    fn name(&self) -> &str;
    fn is_hidden(&self) -> bool;
    fn hidden(&mut self) -> &mut bool;

    /// Field by field: what is untouched becomes what is offered.
    fn settle(sides: &Sides<'_, Self>, pen: &mut Pen<'_>, place: &Place<'_>) -> Self;

    /// What a later offer is compared with.
    fn basis(sides: &Sides<'_, Self>, _: &Place<'_>) -> Self {
        sides.offered.clone()
    }

    /// Whether figures hang on it, so that it is not taken off the pages.
    fn holds(&self, _: &Place<'_>) -> bool {
        false
    }

    fn as_hidden(&self) -> Self {
        let mut hidden = self.clone();
        *hidden.hidden() = true;
        hidden
    }
}

/// What the company will have, and what a later offer is compared with.
pub struct Merged<T> {
    pub target: Vec<T>,
    pub basis: Vec<T>,
}

/// `sides`: as last offered, as the company has it, as offered now.
pub fn merge<T: Piece>(
    [base, now, offered]: [&[T]; 3],
    lines: &mut Vec<Line>,
    place: &Place<'_>,
) -> Merged<T> {
    let mut merged = Merged { target: Vec::new(), basis: Vec::new() };
    for piece in offered {
        let (target, basis) = match find(now, piece.code()) {
            None => (added(piece, lines), piece.clone()),
            Some(own) => {
                let sides = Sides { base: find(base, piece.code()), now: own, offered: piece };
                (both(&sides, lines, place), T::basis(&sides, place))
            }
        };
        merged.target.push(target);
        merged.basis.push(basis);
    }
    for piece in now.iter().filter(|piece| find(offered, piece.code()).is_none()) {
        let (target, basis) = left(piece, find(base, piece.code()), lines, place);
        merged.target.push(target);
        merged.basis.extend(basis);
    }
    if is_reordered(base, now) {
        merged.target.sort_by_key(|piece| at(now, piece.code()));
    }
    merged
}

fn find<'a, T: Piece>(list: &'a [T], code: &str) -> Option<&'a T> {
    list.iter().find(|piece| piece.code() == code)
}

fn at<T: Piece>(list: &[T], code: &str) -> usize {
    list.iter().position(|piece| piece.code() == code).unwrap_or(list.len())
}

fn pen<'a, T: Piece>(piece: &T, lines: &'a mut Vec<Line>) -> Pen<'a> {
    Pen { lines, part: T::PART, subject: piece.name().to_owned() }
}

fn added<T: Piece>(piece: &T, lines: &mut Vec<Line>) -> T {
    let change = if piece.is_hidden() { Change::Later } else { Change::Added };
    pen(piece, lines).write(change);
    piece.clone()
}

fn both<T: Piece>(sides: &Sides<'_, T>, lines: &mut Vec<Line>, place: &Place<'_>) -> T {
    let mut pen = pen(sides.now, lines);
    let mut target = T::settle(sides, &mut pen, place);
    *target.hidden() = visibility(sides, &mut pen, place);
    target
}

/// What somebody took off the pages stays off, what somebody put on them stays on.
fn visibility<T: Piece>(sides: &Sides<'_, T>, pen: &mut Pen<'_>, place: &Place<'_>) -> bool {
    let base = sides.base.map(Piece::is_hidden);
    let (now, offered) = (sides.now.is_hidden(), sides.offered.is_hidden());
    if now == offered || base != Some(now) || offered && sides.now.holds(place) {
        if now && !offered && base != Some(false) {
            let (yours, offered) = ("убрано вами".into(), "показывать".into());
            pen.write(Change::Kept { what: "на страницах".into(), yours, offered });
        }
        return now;
    }
    if offered {
        pen.write(Change::Hidden);
    } else {
        let (from, to) = ("скрыто".into(), "показываем".into());
        pen.write(Change::Changed { what: "на страницах".into(), from, to });
    }
    offered
}

/// What is not offered: an earlier offer that nobody touched is taken off the pages, the rest stays.
fn left<T: Piece>(
    now: &T,
    base: Option<&T>,
    lines: &mut Vec<Line>,
    place: &Place<'_>,
) -> (T, Option<T>) {
    let was_offered = base.is_some_and(|base| base.as_hidden() == now.as_hidden());
    if now.is_hidden() {
        return (now.clone(), base.filter(|base| base.is_hidden()).cloned());
    }
    if was_offered && !now.holds(place) {
        pen(now, lines).write(Change::Hidden);
        return (now.as_hidden(), Some(now.as_hidden()));
    }
    let why = if now.holds(place) { "есть числа" } else { "ваше" };
    let (what, offered) = (String::new(), String::new());
    pen(now, lines).write(Change::Kept { what, yours: why.into(), offered });
    (now.clone(), None)
}

/// Whether the company has put its things in an order of its own.
fn is_reordered<T: Piece>(base: &[T], now: &[T]) -> bool {
    let offered: Vec<usize> =
        now.iter().map(|piece| at(base, piece.code())).filter(|at| *at < base.len()).collect();
    let as_offered = offered.is_sorted();
    !as_offered || base.is_empty() && !now.is_empty()
}
