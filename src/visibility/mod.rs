//! «Что обо мне видно и кому»: what of a person whom in the company sees. Nothing is written here by hand: it is asked of
//! the policy and of the rules of scope by which the pages themselves are opened.
mod sight;
mod store;
mod views;
mod web;

pub fn routes() -> crate::web::Routes {
    crate::routes! {
        get "/account/visibility" Member web::show,
    }
}
