//! What a request may cost: its bytes, the time they take to arrive, the time until the answer.

use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::routing::MethodRouter;
use tower::ServiceBuilder;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::{RequestBodyDeadlineLayer, TimeoutLayer};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limits {
    /// Bytes of the body; more is 413.
    body: usize,
    /// The whole body must arrive within; later reading it fails.
    arrives: Duration,
    /// The answer must begin within; later it is 503.
    answered: Duration,
}

impl Limits {
    /// Pages and forms; the largest is a pasted grid.
    pub const FORM: Self = Self {
        body: 1024 * 1024,
        arrives: Duration::from_secs(15),
        answered: Duration::from_secs(30),
    };

    /// A file of 20 MB with what a form puts around it, over a slow line.
    pub const UPLOAD: Self = Self {
        body: 21 * 1024 * 1024,
        arrives: Duration::from_mins(2),
        answered: Duration::from_mins(3),
    };

    /// A form that sets off long work: a file of 200,000 rows written in one transaction.
    pub const WORK: Self = Self { answered: Duration::from_mins(3), ..Self::FORM };

    /// Puts the limits on one route.
    pub fn on<S: Clone + Send + Sync + 'static>(self, route: MethodRouter<S>) -> MethodRouter<S> {
        let answered =
            TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, self.answered);
        route.layer(
            ServiceBuilder::new()
                .layer(answered)
                .layer(RequestBodyLimitLayer::new(self.body))
                .layer(RequestBodyDeadlineLayer::new(self.arrives))
                .layer(DefaultBodyLimit::disable()), // the layer above counts
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::body::{Body, Bytes};
    use axum::http::Request;
    use axum::routing::post;
    use hyper::body::Frame;
    use std::convert::Infallible;
    use std::pin::Pin;
    use std::task::{Context, Poll};
    use tower::ServiceExt;

    const SMALL: Limits = Limits {
        body: 4,
        arrives: Duration::from_millis(50),
        answered: Duration::from_millis(200),
    };

    /// A body of unknown length that comes part by part, the last first, and never ends.
    struct Parts(Vec<&'static str>);

    impl hyper::body::Body for Parts {
        type Data = Bytes;
        type Error = Infallible;
        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            match self.0.pop() {
                Some(part) => Poll::Ready(Some(Ok(Frame::data(Bytes::from(part))))),
                None => Poll::Pending,
            }
        }
    }

    async fn send(body: Body) -> StatusCode {
        let route = post(|body: Bytes| async move {
            if body.as_ref() == b"wait" {
                std::future::pending::<()>().await;
            }
        });
        let router: Router = Router::new().route("/", SMALL.on(route));
        let request = Request::post("/").body(body).unwrap();
        router.oneshot(request).await.unwrap().status()
    }

    #[tokio::test]
    async fn a_body_within_the_limits_passes() {
        assert_eq!(send(Body::from("1234")).await, StatusCode::OK);
    }

    #[tokio::test]
    async fn a_larger_body_is_refused_whether_or_not_it_tells_its_length() {
        assert_eq!(send(Body::from("12345")).await, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(send(Body::new(Parts(vec!["45", "123"]))).await, StatusCode::PAYLOAD_TOO_LARGE);
    }

    #[tokio::test]
    async fn a_body_that_does_not_arrive_is_given_up() {
        assert_eq!(send(Body::new(Parts(vec!["123"]))).await, StatusCode::BAD_REQUEST);
    }

    #[tokio::test]
    async fn an_answer_that_does_not_come_is_503() {
        assert_eq!(send(Body::from("wait")).await, StatusCode::SERVICE_UNAVAILABLE);
    }
}
