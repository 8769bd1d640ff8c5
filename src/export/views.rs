use askama::Template;

use super::table::{EXPORTED, Table};
use crate::web::Shell;

#[derive(Debug, Template)]
#[template(path = "export/index.html")]
pub struct Index {
    pub shell: Shell,
}

impl Index {
    fn tables() -> &'static [Table] {
        &EXPORTED
    }
}
