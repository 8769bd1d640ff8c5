use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};

use super::limits::Limits;
use super::{Error, Visit};
use crate::access::{Actor, Permission, SecondFactor};
use crate::app::App;

/// A slice's routes. No route can be added without saying who may use it.
#[derive(Default)]
pub struct Routes {
    router: Router<App>,
    table: Vec<(Method, &'static str, Permission)>,
}

impl Routes {
    pub fn new() -> Self {
        Self::default()
    }

    #[must_use]
    pub fn get<H: Handler<T, App>, T: 'static>(
        self,
        path: &'static str,
        permission: Permission,
        handler: H,
    ) -> Self {
        self.add(Method::GET, path, permission, Limits::FORM.on(get(handler)))
    }

    #[must_use]
    pub fn post<H: Handler<T, App>, T: 'static>(
        self,
        path: &'static str,
        permission: Permission,
        handler: H,
    ) -> Self {
        self.add(Method::POST, path, permission, Limits::FORM.on(post(handler)))
    }

    /// A POST whose work may take minutes.
    #[must_use]
    pub fn work<H: Handler<T, App>, T: 'static>(
        self,
        path: &'static str,
        permission: Permission,
        handler: H,
    ) -> Self {
        self.add(Method::POST, path, permission, Limits::WORK.on(post(handler)))
    }

    /// A POST that takes a file of up to 20 MB.
    #[must_use]
    pub fn upload<H: Handler<T, App>, T: 'static>(
        self,
        path: &'static str,
        permission: Permission,
        handler: H,
    ) -> Self {
        self.add(Method::POST, path, permission, Limits::UPLOAD.on(post(handler)))
    }

    fn add(
        mut self,
        method: Method,
        path: &'static str,
        permission: Permission,
        handler: MethodRouter<App>,
    ) -> Self {
        let guard = from_fn(move |request: Request, next: Next| guard(permission, request, next));
        self.router = self.router.route(path, handler.route_layer(guard));
        self.table.push((method, path, permission));
        self
    }

    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.table.extend(other.table);
        self
    }

    /// Every route with its permission, for the test that tries each as each role.
    pub fn table(&self) -> &[(Method, &'static str, Permission)] {
        &self.table
    }

    pub fn into_router(self) -> Router<App> {
        self.router
    }
}

async fn guard(permission: Permission, request: Request, next: Next) -> Response {
    let visit = request.extensions().get::<Visit>();
    let is_operator = visit.is_some_and(|visit| visit.is_operator);
    let refusal = match (permission, visit.map(|visit| visit.actor.as_ref())) {
        (Permission::Public, _) | (Permission::Person, Some(_)) => None,
        (_, None) => Some(Error::signed_out(&request)),
        (Permission::Operator, Some(_)) if is_operator => None,
        (Permission::Operator, Some(_)) => Some(Error::OperatorOnly),
        // An operator is in no company: there is one page for him.
        (_, Some(None)) if is_operator => Some(Error::Repeated(crate::operator::HOME.into())),
        (_, Some(None)) => Some(Error::NoCompany),
        (permission, Some(Some(actor))) if is_held_up(actor, permission) => {
            Some(Error::SecondFactorFirst)
        }
        (_, Some(Some(actor))) if actor.may(permission) => None,
        // The bare address is everybody's way in: each role has a first page of its own.
        (_, Some(Some(_))) if request.uri().path() == "/" => Some(Error::Repeated("/home".into())),
        (_, Some(Some(actor))) => Some(Error::Forbidden(permission, actor.role)),
    };
    match refusal {
        None => next.run(request).await,
        Some(error) => error.into_response(),
    }
}

/// Whether the company lets this person no further before the second factor is on.
fn is_held_up(actor: &Actor, permission: Permission) -> bool {
    actor.second_factor == SecondFactor::Lacking && permission != Permission::OwnSignIn
}

/// A slice's routes as a table: method, path, who may, handler.
#[macro_export]
macro_rules! routes {
    ($($method:ident $path:literal $permission:ident $handler:path),* $(,)?) => {
        $crate::web::Routes::new()
            $(.$method($path, $crate::access::Permission::$permission, $handler))*
    };
}
