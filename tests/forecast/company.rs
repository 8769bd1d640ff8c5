//! Companies whose truth is known, because it was drawn.
use chrono::{Datelike, Days, NaiveDate};
use mayak::forecast::history::{Closing, Deal, Estimate, History, Invoice, Moment, Payment};
use mayak::forecast::trial::Watched;
use mayak::values::Money;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, Gamma, LogNormal, Normal, Poisson};

/// The lives that are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Steady,
    /// Thirty-fold in three years.
    Growing,
    /// The same with leads that are never closed as lost and without amounts.
    GrowingLeads,
    /// Leads grow for a year and stop; what is there goes on closing.
    LeadsStop,
    /// A year of growth, then none.
    Young,
    Seasonal,
    Whale,
    /// New deals halve every quarter from the middle on.
    Dying,
    /// New deals all but end overnight.
    Cliff,
    /// Receipts only.
    NoDeals,
    GrowingReceipts,
    TenDeals,
    SlowPayers,
    GrowingInvoices,
    EarlyPayers,
    Holidays,
    Sparse,
    StepChange,
    NoAmounts,
    HeavyTails,
    QuarterEnd,
    LongCycle,
}

impl Kind {
    /// Quick to draw and to forecast.
    pub const QUICK: [Self; 3] = [Self::NoDeals, Self::Sparse, Self::SlowPayers];

    /// As the table of `docs/forecast.md` calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Steady => "ровная",
            Self::Growing => "рост в 30 раз за 3 года",
            Self::GrowingLeads => "то же, лиды без отказов и сумм",
            Self::LeadsStop => "лиды растут и прекращаются",
            Self::Young => "год роста в 30 раз, потом ровно",
            Self::Seasonal => "сезонная",
            Self::Whale => "один кит",
            Self::Dying => "воронка иссякает",
            Self::Cliff => "новые сделки обрываются",
            Self::NoDeals => "без сделок, одни поступления",
            Self::GrowingReceipts => "поступления растут в 30 раз",
            Self::TenDeals => "десять сделок",
            Self::SlowPayers => "счета, несколько должников",
            Self::GrowingInvoices => "счета растут в 30 раз за 2 года",
            Self::EarlyPayers => "счета платят раньше срока",
            Self::Holidays => "праздники без поступлений",
            Self::Sparse => "редкие крупные поступления",
            Self::StepChange => "скачок вдвое",
            Self::NoAmounts => "сделки без сумм до закрытия",
            Self::HeavyTails => "тяжёлые хвосты сумм",
            Self::QuarterEnd => "закрытия к концу квартала",
            Self::LongCycle => "сделки по полгода",
        }
    }

    /// At the usual pace.
    pub fn deals_a_week(self) -> f64 {
        match self {
            Self::TenDeals => 0.1,
            Self::Growing | Self::GrowingLeads | Self::LeadsStop | Self::Young => 40.0,
            Self::LongCycle => 6.0,
            _ => 20.0,
        }
    }

    pub const ALL: [Self; 22] = [
        Self::Steady,
        Self::Growing,
        Self::GrowingLeads,
        Self::LeadsStop,
        Self::Young,
        Self::Seasonal,
        Self::Whale,
        Self::Dying,
        Self::Cliff,
        Self::NoDeals,
        Self::GrowingReceipts,
        Self::TenDeals,
        Self::SlowPayers,
        Self::GrowingInvoices,
        Self::EarlyPayers,
        Self::Holidays,
        Self::Sparse,
        Self::StepChange,
        Self::NoAmounts,
        Self::HeavyTails,
        Self::QuarterEnd,
        Self::LongCycle,
    ];

    pub fn days(self) -> u64 {
        match self {
            Self::Growing | Self::GrowingLeads | Self::Seasonal | Self::GrowingReceipts => 156 * 7,
            Self::Young => 60 * 7,
            Self::LeadsStop => 76 * 7,
            _ => 104 * 7,
        }
    }

    /// How many deals (invoices, receipts) begin on a day, relative to the usual.
    pub fn pace(self, day: NaiveDate, at: f64) -> f64 {
        match self {
            Self::Growing | Self::GrowingLeads | Self::GrowingReceipts | Self::GrowingInvoices => {
                30.0_f64.powf(at) / 8.0
            }
            Self::LeadsStop if at > 0.68 => 0.0,
            Self::LeadsStop => 30.0_f64.powf(at / 0.68) / 8.0,
            Self::Young => 30.0_f64.powf((at * 1.6).min(1.0)) / 12.0,
            Self::Seasonal => {
                1.0 + 0.45 * (f64::from(day.month()) * std::f64::consts::PI / 6.0).sin()
            }
            Self::Dying => 0.5_f64.powf((at - 0.5).max(0.0) * 8.0),
            Self::Cliff if at > 0.55 => 0.1,
            Self::StepChange if at > 0.5 => 2.2,
            Self::Holidays if day.month() == 1 && day.day() < 12 => 0.0,
            Self::Holidays if day.month() == 5 && day.day() < 11 => 0.3,
            _ => 1.0,
        }
    }
}

impl Kind {
    /// The pace of a day to come as it goes on from today: trends as in the last quarter, seasons as always; what breaks
    /// without warning is not foreseen.
    pub fn goes_on(self, today: NaiveDate, day: NaiveDate) -> f64 {
        let at = |day: NaiveDate| (day - FIRST).num_days() as f64 / self.days() as f64;
        match self {
            Self::Cliff | Self::StepChange => self.pace(day, at(today)),
            Self::Dying => {
                let (now, before) = (at(today), at(today - Days::new(91)));
                let quarter = self.pace(today, now) / self.pace(today, before);
                self.pace(today, now) * quarter.powf((day - today).num_days() as f64 / 91.0)
            }
            _ => self.pace(day, at(day)),
        }
    }
}

pub const FIRST: NaiveDate = NaiveDate::from_ymd_opt(2023, 1, 9).unwrap();

pub struct Company {
    pub history: History,
    pub watched: Watched,
}

/// The share of a week's beginnings that falls on a day.
pub fn workday(day: NaiveDate) -> f64 {
    if day.weekday().num_days_from_monday() < 5 { 0.2 } else { 0.0 }
}

/// Deals of a kind that began on one day, as many as are asked for: its law.
pub fn lives(kind: Kind, many: usize) -> Vec<Deal> {
    let last = FIRST + Days::new(10_000);
    let mut dice = Dice { chance: StdRng::seed_from_u64(1), kind, last };
    (0..many).map(|_| dice.deal(FIRST)).collect()
}

struct Dice {
    chance: StdRng,
    kind: Kind,
    last: NaiveDate,
}

impl Company {
    pub fn of(kind: Kind, seed: u64) -> Self {
        let last = FIRST + Days::new(kind.days() - 1);
        let mut dice = Dice { chance: StdRng::seed_from_u64(seed), kind, last };
        let mut history = History::default();
        match kind {
            Kind::NoDeals | Kind::GrowingReceipts | Kind::Sparse | Kind::Holidays => {
                history.receipts = dice.receipts();
            }
            Kind::SlowPayers | Kind::GrowingInvoices | Kind::EarlyPayers => {
                history.invoices = dice.invoices();
            }
            _ => history.deals = dice.deals(),
        }
        let closings =
            history.deals.iter().filter_map(|deal| deal.closing).map(|closing| closing.at.on);
        let payments = history.invoices.iter().flat_map(|invoice| &invoice.payments);
        let paid = payments.chain(&history.receipts).map(|payment| payment.at.on);
        let from = closings.chain(paid).min().unwrap_or(FIRST);
        Self { history, watched: Watched { from, to: last } }
    }
}

impl Dice {
    fn amount(&mut self, middle: f64, spread: f64) -> Money {
        let drawn = LogNormal::new(middle.ln(), spread).unwrap().sample(&mut self.chance);
        Money::from_kopecks((drawn * 100.0) as i64).unwrap()
    }

    fn begins(&mut self, per_week: f64) -> Vec<NaiveDate> {
        let days: Vec<NaiveDate> = FIRST.iter_days().take_while(|day| *day <= self.last).collect();
        let all = days.len() as f64;
        let mut begins = Vec::new();
        for (at, day) in days.into_iter().enumerate() {
            let pace = per_week * workday(day) * self.kind.pace(day, at as f64 / all);
            let many =
                if pace > 0.0 { Poisson::new(pace).unwrap().sample(&mut self.chance) } else { 0.0 };
            begins.extend(std::iter::repeat_n(day, many as usize));
        }
        begins
    }

    fn after(&mut self, day: NaiveDate, weeks: f64, shape: f64) -> NaiveDate {
        let drawn = Gamma::new(shape, weeks * 7.0 / shape).unwrap().sample(&mut self.chance);
        day + Days::new(drawn as u64)
    }

    fn deals(&mut self) -> Vec<Deal> {
        let begins = self.begins(self.kind.deals_a_week());
        let mut deals: Vec<Deal> = begins.into_iter().map(|day| self.deal(day)).collect();
        if self.kind == Kind::Whale {
            let at = self.chance.random_range(deals.len() / 3..deals.len() * 4 / 5);
            let week = 7.0 * 40_000.0;
            let amount = self.amount(week * 8.0, 0.1);
            let deal = &mut deals[at];
            deal.estimates = vec![Estimate { known: deal.created.on, amount }];
            if let Some(closing) = &mut deal.closing {
                closing.amount = amount;
            }
        }
        deals
    }

    fn deal(&mut self, day: NaiveDate) -> Deal {
        let spread = if self.kind == Kind::HeavyTails { 1.7 } else { 0.7 };
        let thought = self.amount(80_000.0, spread);
        let small = thought.kopecks() < 8_000_000;
        let luck: f64 = self.chance.random();
        let chance = if small { 0.42 } else { 0.28 };
        let (won, lost) = match self.kind {
            Kind::GrowingLeads | Kind::LeadsStop => (luck < 0.12, false),
            _ => (luck < chance, luck < 0.88),
        };
        let shape = if self.kind == Kind::LeadsStop { 0.7 } else { 1.6 };
        let weeks = if self.kind == Kind::LongCycle {
            22.0
        } else if won {
            5.0
        } else {
            7.0
        };
        let mut closed = self.after(day, weeks, shape);
        if self.kind == Kind::QuarterEnd && won && self.chance.random::<f64>() < 0.6 {
            while !(closed.month().is_multiple_of(3) && closed.day() > 14) {
                closed = closed + Days::new(1);
            }
        }
        let known = !matches!(self.kind, Kind::NoAmounts | Kind::GrowingLeads | Kind::LeadsStop);
        let brings = if known {
            let kept: f64 = Normal::new(0.93, 0.1).unwrap().sample(&mut self.chance);
            Money::from_kopecks((thought.kopecks() as f64 * kept.max(0.3)) as i64).unwrap()
        } else {
            self.amount(80_000.0, 0.7)
        };
        let closing =
            Closing { at: Moment::at(closed), won, amount: if won { brings } else { Money::ZERO } };
        Deal {
            created: Moment::at(day),
            closing: ((won || lost) && closed <= self.last).then_some(closing),
            estimates: if known {
                vec![Estimate { known: day, amount: thought }]
            } else {
                Vec::new()
            },
            size: None,
            owner: None,
            category: None,
            stages: Vec::new(),
            invoiced: false,
        }
    }

    fn invoices(&mut self) -> Vec<Invoice> {
        let customers = 40;
        let habits: Vec<f64> = (0..customers)
            .map(|of| match self.kind {
                Kind::EarlyPayers => -12.0,
                _ if of < 6 => 38.0,
                _ => self.chance.random_range(-4.0..9.0),
            })
            .collect();
        let per_week = if self.kind == Kind::GrowingInvoices { 40.0 } else { 24.0 };
        self.begins(per_week).into_iter().map(|day| self.invoice(day, &habits)).collect()
    }

    fn invoice(&mut self, day: NaiveDate, habits: &[f64]) -> Invoice {
        let customer = self.chance.random_range(0..habits.len());
        let amount = self.amount(60_000.0, 0.6);
        let due = day + Days::new(30);
        let late: f64 = Normal::new(habits[customer], 6.0).unwrap().sample(&mut self.chance);
        let paid = day + Days::new((30.0 + late).max(1.0) as u64);
        let payment = Payment { at: Moment::at(paid), amount };
        Invoice {
            customer: customer as u32,
            issued: Moment::at(day),
            due,
            amount,
            payments: if paid <= self.last { vec![payment] } else { Vec::new() },
        }
    }

    fn receipts(&mut self) -> Vec<Payment> {
        let (per_week, spread) = if self.kind == Kind::Sparse { (0.6, 1.3) } else { (12.0, 0.8) };
        let begins = self.begins(per_week);
        begins
            .into_iter()
            .map(|day| Payment { at: Moment::at(day), amount: self.amount(50_000.0, spread) })
            .collect()
    }
}
