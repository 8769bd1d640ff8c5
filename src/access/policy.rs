use super::Role;

/// What a route asks for. Default deny: a role not listed in [`Permission::roles`] may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Anybody, signed in or not.
    Public,
    /// A signed-in person, in a company or not.
    Person,
    /// Who keeps the product running: a flag of a person, no role in a company.
    Operator,
    /// Any member of the company.
    Member,
    /// Any member, also one whom the company asks for a second factor and who has none yet.
    OwnSignIn,
    OverviewSee,
    PlanFactSee,
    EntriesSee,
    /// To log the own day: managers, and whoever sells.
    DayLog,
    PlanSee,
    PlanApprove,
    /// To decide on what people cannot carry: the sum of the plan stays.
    PlanCover,
    /// What the owner sees of a department's week.
    WeekSee,
    /// To correct, explain, plan and confirm the week of a department one heads.
    WeekRun,
    /// To open a confirmed week again.
    WeekReopen,
    PeopleSee,
    PeopleEdit,
    /// To edit and dismiss people: a head, the managers of the own departments only.
    ManagersEdit,
    /// To invite people: a head, managers into the own departments only.
    ManagersInvite,
    MetricsSee,
    MetricsEdit,
    /// What the company is set up with: the funnel, regular actions, the terms of the forecast.
    SetupSee,
    SetupEdit,
    /// KPI cards of managers and heads.
    CardsSee,
    /// To propose a version of a card; the owner's counts at once.
    CardsPropose,
    CardsApprove,
    ImportFacts,
    ImportPlan,
    /// To take an unfinished import of somebody else out of the list.
    ImportDiscardAny,
    ClosingSee,
    ClosingDecide,
    /// To help others back in: a link for a new password. Whom, says `signin::reach`.
    SignInsReset,
    /// To ask for a second factor by role, and to take a lost one off.
    SecondFactors,
    ChangesSee,
    /// To take all data of the company along, to have the company deleted.
    CompanyData,
    /// The list of all settings, and what an expert has left.
    SettingsSee,
    /// To let an expert in no longer.
    ExpertsShut,
    /// An expert's own doings in a company he leads: to hand it over, to take its set-up along.
    ExpertWork,
}

/// What of a person others may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Aspect {
    /// Figures by day with their authors.
    Facts,
    Plan,
    /// Name, department, role, external id, whether at work.
    Card,
    /// The address one signs in by, whether there is a second factor or a link for a new password.
    SignIn,
}

impl Aspect {
    pub const ALL: [Self; 4] = [Self::Facts, Self::Plan, Self::Card, Self::SignIn];
}

use Role::{Expert, Head, Manager, Owner, Partner};

impl Permission {
    /// The whole policy (product.md, «Permissions»).
    pub const fn roles(self) -> &'static [Role] {
        match self {
            Self::Public | Self::Person | Self::Operator | Self::Member | Self::OwnSignIn => &[],
            Self::OverviewSee | Self::ClosingSee | Self::SettingsSee => &[Owner, Partner, Expert],
            Self::PlanFactSee | Self::EntriesSee => &[Owner, Partner, Head, Manager, Expert],
            Self::DayLog => &[Manager],
            // Of changes a head sees those that concern the own departments.
            Self::PlanSee
            | Self::PeopleSee
            | Self::MetricsSee
            | Self::WeekSee
            | Self::SetupSee
            | Self::CardsSee
            | Self::ChangesSee => &[Owner, Partner, Head, Expert],
            // An owner without a head of sales heads the department himself.
            Self::WeekRun | Self::PlanCover | Self::SignInsReset => &[Owner, Head],
            // An import of a plan is an approval of it.
            Self::PlanApprove
            | Self::ImportPlan
            | Self::ImportDiscardAny
            | Self::WeekReopen
            | Self::ClosingDecide
            | Self::SecondFactors
            | Self::CardsApprove
            | Self::CompanyData
            | Self::ExpertsShut => &[Owner],
            Self::ExpertWork => &[Expert],
            Self::PeopleEdit | Self::MetricsEdit | Self::SetupEdit => &[Owner, Expert],
            Self::ManagersEdit | Self::ManagersInvite | Self::CardsPropose | Self::ImportFacts => {
                &[Owner, Head, Expert]
            }
        }
    }

    /// Whether one who sells may, whatever the role.
    pub const fn is_for_sellers(self) -> bool {
        matches!(self, Self::DayLog)
    }

    pub const ALL: [Self; 38] = [
        Self::Public,
        Self::Person,
        Self::Operator,
        Self::Member,
        Self::OwnSignIn,
        Self::OverviewSee,
        Self::PlanFactSee,
        Self::EntriesSee,
        Self::DayLog,
        Self::PlanSee,
        Self::PlanApprove,
        Self::PlanCover,
        Self::WeekSee,
        Self::WeekRun,
        Self::WeekReopen,
        Self::PeopleSee,
        Self::PeopleEdit,
        Self::ManagersEdit,
        Self::ManagersInvite,
        Self::MetricsSee,
        Self::MetricsEdit,
        Self::SetupSee,
        Self::SetupEdit,
        Self::CardsSee,
        Self::CardsPropose,
        Self::CardsApprove,
        Self::ImportFacts,
        Self::ImportPlan,
        Self::ImportDiscardAny,
        Self::ClosingSee,
        Self::ClosingDecide,
        Self::SignInsReset,
        Self::SecondFactors,
        Self::ChangesSee,
        Self::CompanyData,
        Self::SettingsSee,
        Self::ExpertsShut,
        Self::ExpertWork,
    ];

    /// What of the people within one's scope the pages behind a permission show. The page «Что обо мне видно и кому» is made
    /// of it, so a new permission has to say it here.
    pub const fn shows(self) -> &'static [Aspect] {
        match self {
            Self::Public
            | Self::Person
            | Self::Operator
            | Self::Member
            | Self::OwnSignIn
            | Self::DayLog
            | Self::MetricsSee
            | Self::MetricsEdit
            | Self::SetupSee
            | Self::SetupEdit
            | Self::CardsSee
            | Self::CardsPropose
            | Self::CardsApprove
            | Self::ImportDiscardAny
            | Self::SettingsSee
            | Self::ExpertWork => &[],
            // Under a cell of the plan stands what was done in the month before.
            Self::OverviewSee
            | Self::PlanFactSee
            | Self::PlanSee
            | Self::PlanApprove
            | Self::PlanCover
            | Self::WeekSee
            | Self::WeekRun
            | Self::WeekReopen
            | Self::ClosingSee
            | Self::ClosingDecide => &[Aspect::Facts, Aspect::Plan],
            Self::EntriesSee | Self::ImportFacts => &[Aspect::Facts],
            Self::ImportPlan => &[Aspect::Plan],
            Self::PeopleSee
            | Self::PeopleEdit
            | Self::ManagersEdit
            | Self::ManagersInvite
            | Self::ExpertsShut => &[Aspect::Card],
            Self::SignInsReset | Self::SecondFactors => &[Aspect::SignIn],
            Self::ChangesSee | Self::CompanyData => &[Aspect::Facts, Aspect::Plan, Aspect::Card],
        }
    }

    /// Whether every member may, whatever the role.
    pub const fn is_for_everyone(self) -> bool {
        matches!(self, Self::Public | Self::Person | Self::Member | Self::OwnSignIn)
    }
}
