//! `documentation`: operations whose descriptions have lists and emphasis.

use documentation::{Client, models};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let simple = models::ListsBulletPointsModel::new(models::ListsBulletPointsEnum::Simple);
    let body = documentation::operations::ListsBulletPointsModelBody::new(simple);
    sends! { scenarios,
        "Documentation_Lists_bulletPointsModel": client.lists_bullet_points_model(&body);
        "Documentation_Lists_bulletPointsOp": client.lists_bullet_points_op();
        "Documentation_Lists_numbered": client.lists_numbered();
        "Documentation_TextFormatting_boldText": client.text_formatting_bold_text();
        "Documentation_TextFormatting_italicText": client.text_formatting_italic_text();
        "Documentation_TextFormatting_combinedFormatting": client.text_formatting_combined_formatting();
    }
    Ok(())
}
