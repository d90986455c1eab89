//! `cargo xtask check`: the quick gate before a commit: form, lints, the page's types, and whether
//! the committed bindings are those of the command table.

use crate::run::{self, Result};
use crate::{Given, bindings, test};

pub(crate) fn check(given: Given) -> Result<()> {
    given.end()?;
    test::form()?;
    run::install_packages("ui")?;
    // The shell is compiled around the page.
    run::build_page()?;
    test::lints()?;
    test::page_check()?;
    run::step("Bindings", bindings::compare())
}
