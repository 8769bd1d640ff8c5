//! Past the product, straight to its private server: what is really there.
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, PgConnection};
use std::path::Path;
use tokio::runtime::{Builder, Runtime};

pub struct Database {
    runtime: Runtime,
    connection: PgConnection,
}

impl Database {
    /// Through the socket in the folder `server`.
    pub fn open(server: &Path, name: &str) -> Self {
        let socket = PgConnectOptions::new_without_pgpass().socket(server).port(5432);
        let options = socket.username("mayak_super").database(name);
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let connection = runtime.block_on(options.connect()).unwrap();
        Self { runtime, connection }
    }

    pub fn numbers(&mut self, sql: &str) -> Vec<i64> {
        let query = sqlx::query_scalar(AssertSqlSafe(sql.to_owned()));
        self.runtime.block_on(query.fetch_all(&mut self.connection)).unwrap()
    }

    pub fn count(&mut self, sql: &str) -> usize {
        let sql = format!("select count(*) from {sql}");
        self.numbers(&sql)[0].try_into().unwrap()
    }

    pub fn run(&mut self, sql: &str) {
        let run = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut self.connection);
        self.runtime.block_on(run).unwrap();
    }
}
