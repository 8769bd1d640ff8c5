use crate::company::{self, Profile};
use crate::db::{Tenant, TenantTx, last_editor};
use crate::form::FieldErrors;
use crate::setup::company::CompanyForm;
use crate::setup::views::Company;
use crate::web::{Answer, Form, Result, Shell, overtaken};

pub async fn show(tenant: Tenant, shell: Shell) -> Result<Answer<Company>> {
    let profile = company::profile(&mut tenant.begin().await?).await?;
    let (form, errors) = (CompanyForm::of(&profile), FieldErrors::default());
    Ok(Answer::Page(Company { shell, profile, form, errors }))
}

pub async fn save(
    tenant: Tenant,
    shell: Shell,
    Form(mut form, once): Form<CompanyForm>,
) -> Result<Answer<Company>> {
    let mut db = tenant.begin_once(once).await?;
    let profile = company::profile(&mut db).await?;
    let errors = match form.check() {
        Err(errors) => errors,
        Ok((name, zone)) => {
            let new = (name.as_str(), zone);
            if company::save_profile(&mut db, &profile, new, form.row_version).await? {
                let location = db.commit_to("/setup/company").await?;
                return Ok(Answer::saying(location, "Сохранено. Прошлое осталось прежним"));
            }
            form.row_version = profile.row_version;
            told(&mut db, &shell, &profile).await?
        }
    };
    Ok(Answer::Refused(Company { shell, profile, form, errors }))
}

async fn told(db: &mut TenantTx, shell: &Shell, profile: &Profile) -> Result<FieldErrors> {
    let editor = last_editor(db, shell.actor.company.0).await?;
    let now = format!("{}, {}", profile.name, profile.zone.name());
    Ok(FieldErrors::one("form", overtaken(editor.as_ref(), shell.actor.zone, &now)))
}
