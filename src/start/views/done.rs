use askama::Template;
use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::{Frame, money};
use crate::access::Permission;
use crate::company::Member;
use crate::form::FieldErrors;
use crate::metric::Metric;
use crate::plan::{NewVersion, Target};
use crate::start::known::Known;
use crate::start::progress::Step;
use crate::start::proposal::Seller;
use crate::values::{Period, Quantity, hex};
use crate::web::Shell;

/// A month of the plan to be.
#[derive(Debug)]
pub struct Part {
    pub month: Period,
    pub kopecks: i64,
    pub sellers: Vec<Seller>,
    /// Some department has a plan already, which stays.
    pub is_planned: bool,
    pub versions: Vec<NewVersion>,
}

#[derive(Debug, Template)]
#[template(path = "start/done.html")]
pub struct Done {
    pub shell: Shell,
    pub frame: Frame,
    pub known: Known,
    pub metrics: Vec<Metric>,
    pub people: Vec<Member>,
    pub parts: Vec<Part>,
    pub errors: FieldErrors,
}

impl Part {
    fn title(&self, today: NaiveDate) -> String {
        self.month.title(today)
    }

    fn money(&self) -> String {
        money(self.kopecks)
    }

    fn targets(&self) -> impl Iterator<Item = &Target> {
        self.versions.iter().flat_map(|version| &version.targets)
    }

    /// The number of a person; a dash where there is none.
    fn cell(&self, seller: &Seller, metric: &Metric) -> String {
        let found =
            self.targets().find(|t| t.member == Some(seller.member) && t.metric == metric.id);
        let value = found.and_then(|target| target.value);
        value.map_or("—".into(), |value| {
            Quantity::saturating(value, metric.scale, metric.unit).short_number()
        })
    }

    /// Those with a number.
    fn planned(&self) -> Vec<&Seller> {
        let has = |seller: &&Seller| self.targets().any(|t| t.member == Some(seller.member));
        self.sellers.iter().filter(has).collect()
    }

    /// The metrics with a number.
    fn columns<'a>(&self, metrics: &'a [Metric]) -> Vec<&'a Metric> {
        metrics.iter().filter(|metric| self.targets().any(|t| t.metric == metric.id)).collect()
    }
}

impl Done {
    pub fn may_approve(&self) -> bool {
        self.shell.may(Permission::PlanApprove)
    }

    fn is_finished(&self) -> bool {
        self.known.progress.is_finished
    }

    fn has_plan(&self) -> bool {
        self.parts.iter().any(|part| !part.versions.is_empty())
    }

    /// The digest of the numbers on the page.
    pub fn seen(&self) -> String {
        let mut digest = Sha256::new();
        for target in self.parts.iter().flat_map(Part::targets) {
            digest.update(format!("{:?}", (target.member, target.metric, target.value)));
        }
        hex(&digest.finalize()[..16])
    }

    /// What is asked for before the first plan can be made.
    fn lacks(&self) -> Option<(&'static str, Step)> {
        if self.parts.is_empty() {
            Some(("Цель не задана, поэтому плана пока нет", Step::Goal))
        } else if self.parts.iter().all(|part| part.sellers.is_empty()) {
            Some(("Пока никто не продаёт, поэтому плана нет", Step::People))
        } else {
            None
        }
    }

    /// Those who cannot come in yet, with the address of their invitation.
    fn uninvited(&self) -> Vec<(&Member, String)> {
        let emails = &self.known.progress.typed.emails;
        let outside = self.people.iter().filter(|one| !one.has_sign_in);
        outside
            .map(|one| {
                let email = emails.get(&one.id.0).map(|email| {
                    let email = percent_encoding::utf8_percent_encode(
                        email,
                        percent_encoding::NON_ALPHANUMERIC,
                    );
                    format!("&email={email}")
                });
                let href = format!(
                    "/people/invitations/new?member={}{}",
                    one.id,
                    email.unwrap_or_default()
                );
                (one, href)
            })
            .collect()
    }

    fn has_sellers(&self) -> bool {
        self.people.iter().any(|one| one.sells)
    }
}
