//! The funnel that norms imply: whoever does the norm of every step brings the norm of the money (formulas 9).
use super::content::{Funnel, FunnelStep, Measure, Norm, Per};
use crate::values::{Share, Unit};

/// Working days and weeks of a month that norms are brought to, in tenths.
const DAYS: i128 = 210;
const WEEKS: i128 = 42;

/// `None`: a step or the money has no norm, or nothing comes of a step.
pub fn implied(metrics: &[Measure], steps: &[String], money: &str) -> Option<Funnel> {
    let months: Vec<i128> =
        steps.iter().map(|code| month(metrics, code)).collect::<Option<Vec<_>>>()?;
    let result = *months.last()?;
    let check = divided(month(metrics, money)?, result)?;
    let conversion = |at: usize| match months.get(at + 1) {
        None => Some(None),
        Some(next) => divided(next * 10_000, months[at])
            .map(|to| i32::try_from(to).ok().map(Share::from_basis_points)),
    };
    let line = |(at, code): (usize, &String)| {
        Some(FunnelStep { metric: code.clone(), conversion: conversion(at)? })
    };
    let steps = steps.iter().enumerate().map(line).collect::<Option<Vec<_>>>()?;
    Some(Funnel { money: money.to_owned(), check: i64::try_from(check).ok()?, steps })
}

/// The norm of a month in thousandths of a piece, of money in minor units a thousand times.
fn month(metrics: &[Measure], code: &str) -> Option<i128> {
    let metric = metrics.iter().find(|metric| metric.code == code)?;
    let Norm { value, per } = metric.manager?;
    let tenths = match per {
        Per::Day => DAYS,
        Per::Week => WEEKS,
        Per::Month => 10,
        Per::Value => return None,
    };
    let is_money = metric.counted.unit == Unit::Rouble;
    let scale = if is_money { 1 } else { 10_i128.pow(u32::from(metric.counted.scale)) };
    Some(i128::from(value) * tenths * 100 / scale)
}

/// Half away from zero.
fn divided(top: i128, bottom: i128) -> Option<i128> {
    (bottom > 0).then(|| (2 * top + bottom) / (2 * bottom))
}
