//! The text of `api.txt` is read as it was written, whatever it contains.

use clientwright_codegen::Surface;
use proptest::{collection::vec, prelude::*, sample::select};

/// Parts of lines, of both forms.
const PARTS: [&str; 58] = [
    " ",
    "  ",
    "::",
    ": ",
    " = ",
    "  # ",
    "; ",
    "(",
    ")",
    "~",
    "=",
    " > ",
    "<'_>",
    "<'_>::",
    "models",
    "operations",
    "Pet",
    "PetKind",
    "Kind",
    "r#type",
    "name",
    "name",
    "Red",
    "red",
    "String",
    "Option<String>",
    "Option<models::Pet>",
    "Clone",
    " + Debug",
    "+ Debug",
    "- Clone",
    "# a comment",
    "required",
    "optional",
    "always 1",
    "schema Pet",
    "query name",
    "impl ",
    " for ",
    "fn ",
    "call ",
    "type ",
    "use ",
    "const ",
    "mod ",
    "no ",
    "model ",
    "strings ",
    "operation ",
    "pub mod models\n",
    "pub mod operations\n",
    "mod models\n",
    "mod operations\n",
    "#[non_exhaustive] pub struct models::Pet\n",
    "pub struct operations::Pet<'_>\n",
    "pub fn Call<'_, operations::Pet<'_>>::name(self, name: impl Into<String>) -> Self\n",
    "kind model = #[non_exhaustive] pub struct\n impl Clone\n Red  # ~ > red\n new of required fields\n",
    "kind operation = pub enum\n fn ~(~)\n calls of optional fields\n",
];

/// Members of a type, of the earlier form.
const MEMBERS: [&str; 11] = [
    "pub field models::Pet::name: Option<String>  # name; optional",
    "pub field models::Pet::name: String  # name; required",
    "pub field models::Pet::r#type: models::PetKind  # kind; required; always red",
    "pub fn models::Pet::new(name: impl Into<String>) -> Self",
    "pub fn models::Pet::with(self, change: impl FnOnce(&mut Self)) -> Self",
    "impl Clone + Debug + Default + Deserialize + PartialEq for models::Pet",
    "#[non_exhaustive] pub struct models::Pet  # schema Pet",
    "#[non_exhaustive] pub enum models::PetKind  # schema Pet > kind",
    "pub variant models::PetKind::LightRed  # light_red",
    "pub type models::PetAlias = Vec<models::Pet>  # schema Pet > alias",
    "pub mod models",
];

fn written_is_read(text: &str) -> Result<(), TestCaseError> {
    let surface = Surface::parse(text);
    let tree = surface.to_string();
    prop_assert_eq!(Surface::parse(&tree), surface, "{}\nof\n{}", tree, text);
    Ok(())
}

proptest! {
    #[test]
    fn reads_what_it_writes(parts in vec(prop_oneof![8 => select(&PARTS[..]), 2 => Just("\n"), 1 => Just("\n ")], 0..60)) {
        written_is_read(&parts.concat())?;
    }

    #[test]
    fn reads_what_it_writes_of_a_type(members in vec(select(&MEMBERS[..]), 0..14)) {
        written_is_read(&members.join("\n"))?;
    }
}
