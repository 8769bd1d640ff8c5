use super::*;
use crate::rhythm::Cadence;
use crate::template::by_code;
use crate::template::content::{Norm, Per};
use crate::template::starter::starter;

fn wholesale() -> Template {
    by_code("wholesale").unwrap().clone()
}

/// What a company has after a template was applied to a new one.
fn after(offered: &Template) -> Outcome {
    let base = starter();
    merged(&base, base.clone(), offered, &BTreeSet::new())
}

fn with_values(codes: &[&str]) -> BTreeSet<String> {
    codes.iter().map(ToString::to_string).collect()
}

fn measure<'a>(template: &'a mut Template, code: &str) -> &'a mut crate::template::Measure {
    template.metrics.iter_mut().find(|metric| metric.code == code).unwrap()
}

/// «Звонки: изменится», by the words of the debug form.
fn changes<'a>(outcome: &'a Outcome, subject: &str) -> Vec<&'a Change> {
    outcome.lines.iter().filter(|line| line.subject == subject).map(|line| &line.change).collect()
}

#[test]
fn a_new_company_gets_everything_and_loses_what_nobody_used() {
    let outcome = after(&wholesale());
    assert_eq!(changes(&outcome, "Результативные контакты с ЛПР"), [&Change::Added]);
    assert_eq!(changes(&outcome, "Счета"), [&Change::Hidden]);
    let renamed = &outcome.target.metrics[0];
    assert_eq!((renamed.name.as_str(), renamed.code.as_str()), ("Исходящие звонки", "calls"));
    let codes: Vec<_> = outcome.target.metrics.iter().map(|metric| metric.code.as_str()).collect();
    assert_eq!(codes[..4], ["calls", "contacts", "meetings", "offers"]);
    assert_eq!(codes.last(), Some(&"invoices"));
}

#[test]
fn the_same_again_changes_nothing() {
    let first = after(&wholesale());
    let again = merged(&first.basis, first.target.clone(), &wholesale(), &BTreeSet::new());
    assert!(again.changes_nothing() && again.lines.is_empty(), "{:#?}", again.lines);
}

#[test]
fn what_the_company_entered_stays_and_what_it_did_not_touch_changes() {
    let first = after(&wholesale());
    let mut own = first.target.clone();
    measure(&mut own, "calls").manager = Some(Norm { value: 25, per: Per::Day });
    own.pipelines[0].stages[2].name = "Прайс у клиента".into();
    own.cards[0].terms.items.swap(0, 1);
    let mut second = wholesale();
    second.version = 2;
    measure(&mut second, "calls").manager = Some(Norm { value: 45, per: Per::Day });
    measure(&mut second, "meetings").manager = Some(Norm { value: 5, per: Per::Week });
    second.cards[0].terms.items.swap(2, 3);

    let outcome = merged(&first.basis, own.clone(), &second, &BTreeSet::new());

    assert_eq!(outcome.target.metric("calls").unwrap().manager.unwrap().value, 25);
    assert_eq!(outcome.target.metric("meetings").unwrap().manager.unwrap().value, 5);
    assert_eq!(outcome.target.pipelines, own.pipelines);
    assert_eq!(outcome.target.cards, own.cards);
    let kept = changes(&outcome, "Исходящие звонки");
    let [Change::Kept { what, yours, offered }] = kept[..] else { panic!("{kept:?}") };
    assert_eq!(
        (what.as_str(), yours.as_str(), offered.as_str()),
        ("норма", "25 в день", "45 в день")
    );
    assert!(matches!(changes(&outcome, "Встречи и визиты")[..], [Change::Changed { .. }]));
}

#[test]
fn what_was_not_taken_before_is_not_told_again() {
    let first = after(&wholesale());
    let mut own = first.target.clone();
    measure(&mut own, "calls").manager = None;
    let again = merged(&first.basis, own.clone(), &wholesale(), &BTreeSet::new());
    assert!(again.changes_nothing() && again.lines.is_empty(), "{:#?}", again.lines);
}

#[test]
fn another_industry_hides_the_untouched_and_keeps_what_has_figures() {
    let first = after(&wholesale());
    let school = by_code("school").unwrap();
    let mut own = first.target.clone();
    own.rituals.iter_mut().find(|ritual| ritual.code == "debt_review").unwrap().minutes = 20;
    let outcome = merged(&first.basis, own, school, &with_values(&["meetings", "payments"]));
    let hidden = |code: &str| outcome.target.metric(code).unwrap().is_hidden;
    assert!(hidden("contacts") && hidden("shipments"));
    assert!(!hidden("meetings") && !hidden("payments"));
    let ritual =
        |code: &str| outcome.target.rituals.iter().find(|ritual| ritual.code == code).unwrap();
    assert!(!ritual("debt_review").is_hidden && ritual("sleeping_clients").is_hidden);
    assert!(
        outcome
            .target
            .pipelines
            .iter()
            .any(|pipeline| pipeline.code == "new_client" && pipeline.is_hidden)
    );

    // Back again: what was hidden for the company comes back.
    let back = merged(&outcome.basis, outcome.target.clone(), &wholesale(), &BTreeSet::new());
    assert!(!back.target.metric("contacts").unwrap().is_hidden);
    assert!(
        !back
            .target
            .pipelines
            .iter()
            .find(|pipeline| pipeline.code == "new_client")
            .unwrap()
            .is_hidden
    );
}

#[test]
fn figures_fix_how_a_metric_is_counted() {
    let mut offered = wholesale();
    measure(&mut offered, "meetings").counted.scale = 1;
    let base = starter();
    let outcome = merged(&base, base.clone(), &offered, &with_values(&["meetings"]));
    assert_eq!(outcome.target.metric("meetings").unwrap().counted.scale, 0);
    assert!(
        changes(&outcome, "Встречи").iter().any(|change| matches!(change, Change::Kept { .. }))
    );
}

#[test]
fn a_light_start_hides_what_comes_later_and_lets_the_company_show_it() {
    let light = wholesale().lightened();
    let first = after(&light);
    let shown: Vec<&str> = first
        .target
        .metrics
        .iter()
        .filter(|metric| !metric.is_hidden)
        .map(|metric| metric.code.as_str())
        .collect();
    assert_eq!(shown, ["calls", "meetings", "offers", "new_clients", "payments"]);
    assert_eq!(first.target.rituals.iter().filter(|ritual| !ritual.is_hidden).count(), 4);
    assert!(first.target.cards.iter().all(|card| card.terms.is_trial));
    assert_eq!(changes(&first, "Отгрузки"), [&Change::Later]);

    let mut own = first.target.clone();
    measure(&mut own, "shipments").is_hidden = false;
    let again = merged(&first.basis, own.clone(), &light, &BTreeSet::new());
    assert!(again.changes_nothing(), "{:#?}", again.lines);

    let full = merged(&first.basis, own, &wholesale(), &BTreeSet::new());
    let visible = full.target.metrics.iter().filter(|metric| !metric.is_hidden).count();
    assert_eq!(visible, wholesale().metrics.len());
    assert!(full.target.cards.iter().all(|card| !card.terms.is_trial));
    let standup = &full.target.rituals[0];
    assert_eq!((standup.code.as_str(), &standup.cadence), ("standup", &Cadence::Daily));
}

#[test]
fn a_metric_the_company_took_off_stays_off() {
    let first = after(&wholesale());
    let mut own = first.target.clone();
    measure(&mut own, "shipments").is_hidden = true;
    let again = merged(&first.basis, own, &wholesale(), &BTreeSet::new());
    assert!(again.target.metric("shipments").unwrap().is_hidden);
}

#[test]
fn one_name_is_one_metric_whatever_its_code() {
    let mut own = starter();
    measure(&mut own, "offers").code = "kp".into();
    measure(&mut own, "kp").name = "КП новым клиентам".into();
    let outcome = merged(&starter(), own, &wholesale(), &BTreeSet::new());
    assert!(outcome.target.metric("offers").is_none());
    let stage = &outcome.target.pipelines[0].stages[2];
    assert_eq!(stage.metric.as_deref(), Some("kp"));
    assert_eq!(crate::template::check(&outcome.target), [""; 0]);
}

#[test]
fn a_ratio_of_what_the_company_does_not_sum_is_entered() {
    let mut own = starter();
    let mut shipments = wholesale().metric("shipments").unwrap().clone();
    shipments.counted.over_time = Counting::Last;
    own.metrics.push(shipments);
    let outcome = merged(&starter(), own, &wholesale(), &with_values(&["shipments"]));
    let margin = outcome.target.metric("gross_margin").unwrap();
    assert_eq!(margin.counted.over_time, Counting::Last);
}

#[test]
fn an_order_of_the_companys_own_is_kept() {
    let first = after(&wholesale());
    let mut own = first.target.clone();
    own.metrics.swap(0, 2);
    let again = merged(&first.basis, own.clone(), &wholesale(), &BTreeSet::new());
    assert_eq!(again.target.metrics, own.metrics);
}
