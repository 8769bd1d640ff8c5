//! «План и факт»: people × metrics by day, week, month and quarter, each as far as the reader may see.
//!
//! The owner sees everybody, a head the own departments, a manager the own row and the totals of
//! the department. Nothing is compared here: figures come from `report`.

mod asked;
mod columns;
mod figure;
mod reach;
mod report;
mod sheet;
mod spreadsheet;
mod views;
mod web;

pub fn routes() -> crate::web::Routes {
    crate::routes! {
        get  "/plan-fact"      PlanFactSee  web::index,
        get  "/plan-fact.csv"  PlanFactSee  web::download,
    }
}
