//! KPI cards: by what the premium of managers and of heads is counted, and what each part weighs.
//!
//! An approved version is frozen. A change is another version with a day from which it counts; the owner's is approved at
//! once, an expert or a head proposes one, and the owner approves it or returns it with a reason.

mod card;
mod curve;
mod draft;
mod hints;
mod item;
mod naming;
mod store;
mod version;
mod views;
mod web;

pub use card::{Card, CardRole};
pub use curve::Curve;
pub use item::{Counted, Item, System};
pub use store::all;
pub use version::{State, Version};

pub fn routes() -> crate::web::Routes {
    crate::routes! {
        get  "/setup/cards"                  CardsSee      web::cards::index,
        get  "/setup/cards/new"              SetupEdit     web::cards::new,
        post "/setup/cards"                  SetupEdit     web::cards::create,
        get  "/setup/cards/{id}"             CardsSee      web::cards::show,
        post "/setup/cards/{id}"             SetupEdit     web::cards::rename,
        post "/setup/cards/{id}/visibility"  SetupEdit     web::cards::set_visibility,
        get  "/setup/cards/{id}/change"      CardsPropose  web::versions::change,
        post "/setup/cards/{id}/versions"    CardsPropose  web::versions::propose,
        post "/setup/cards/{id}/approval"    CardsApprove  web::answers::approve,
        post "/setup/cards/{id}/return"      CardsApprove  web::answers::give_back,
    }
}
