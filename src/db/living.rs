//! Beginning again when a connection of the pool turns out to be dead.
use std::io::ErrorKind;

use sqlx::PgPool;

use super::roles;

/// How a server takes leave of an idle connection: its administrator ends it or the server, it crashed, it
/// starts, the connection was idle for too long.
const FAREWELLS: [&str; 4] = ["57P01", "57P02", "57P03", "57P05"];

/// Does what has no effect before it has its connection, or has the same effect twice. The server may have hung up on a
/// connection within the second in which the pool does not ask ([`super::pool`]); all idle ones may have died together,
/// so each of them is met at most once.
pub async fn on_living<T, F>(pool: &PgPool, attempt: impl Fn() -> F) -> sqlx::Result<T>
where
    F: Future<Output = sqlx::Result<T>>,
{
    let mut left = pool.options().get_max_connections();
    loop {
        match attempt().await {
            Err(error) if left > 0 && is_of_the_dead(&error) => left -= 1,
            answer => return answer,
        }
    }
}

fn is_of_the_dead(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(error) => matches!(
            error.kind(),
            ErrorKind::BrokenPipe
                | ErrorKind::ConnectionReset
                | ErrorKind::ConnectionAborted
                | ErrorKind::UnexpectedEof
        ),
        error => roles::code(error).is_some_and(|code| FAREWELLS.contains(&code.as_str())),
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::io;

    use sqlx::postgres::PgPoolOptions;

    use super::*;

    fn hung_up() -> sqlx::Error {
        sqlx::Error::Io(io::Error::from(ErrorKind::ConnectionReset))
    }

    /// The number of attempts and the answer when that many connections are dead.
    async fn tried(dead: u32, error: fn() -> sqlx::Error) -> (u32, sqlx::Result<u32>) {
        let pool = PgPoolOptions::new().max_connections(4);
        let pool = pool.connect_lazy("postgres://nobody@localhost/none").unwrap();
        let tries = Cell::new(0);
        let answer = on_living(&pool, || {
            tries.set(tries.get() + 1);
            let is_dead = tries.get() <= dead;
            async move { if is_dead { Err(error()) } else { Ok(7) } }
        });
        let answer = answer.await;
        (tries.get(), answer)
    }

    #[tokio::test]
    async fn dead_connections_are_passed_over_until_all_are_spent() {
        assert!(matches!(tried(0, hung_up).await, (1, Ok(7))));
        assert!(matches!(tried(4, hung_up).await, (5, Ok(7))));
        assert!(matches!(tried(9, hung_up).await, (5, Err(sqlx::Error::Io(_)))));
    }

    #[tokio::test]
    async fn what_is_wrong_otherwise_is_not_tried_again() {
        let exhausted = || sqlx::Error::PoolTimedOut;
        assert!(matches!(tried(1, exhausted).await, (1, Err(sqlx::Error::PoolTimedOut))));
        let absent = || sqlx::Error::Io(io::Error::from(ErrorKind::NotFound));
        assert!(matches!(tried(1, absent).await, (1, Err(_))));
    }
}
