use super::super::{Entry, Surface};

fn flat(surface: &Surface) -> Vec<String> {
    surface.entries().iter().map(ToString::to_string).collect()
}

#[test]
fn writes_members_below_their_type() {
    let text = "\
#[non_exhaustive] pub struct models::Pet  # schema Pet
impl Clone + Debug + Default + Deserialize + PartialEq + Serialize for models::Pet
pub fn models::Pet::with(self, change: impl FnOnce(&mut Self)) -> Self
pub field models::Pet::kind: Option<models::PetKind>  # kind; optional
pub field models::Pet::limit: i64  # query limit; required
pub field models::Pet::r#type: i64  # type; required
pub field models::Pet::old_name: models::Petal  # oldName; required
#[non_exhaustive] pub enum models::PetKind  # schema Pet > kind
impl Clone + Debug + Deserialize + PartialEq + Serialize for models::PetKind
pub variant models::PetKind::Cat(Box<models::Pet>)  # schema Cat
pub mod models
pub use Error
";
    let surface = Surface::parse(text);
    let expected = "\
kind model = #[non_exhaustive] pub struct
 impl Clone + Debug + Deserialize + PartialEq + Serialize
 fn with(self, change: impl FnOnce(&mut Self)) -> Self
 new of required fields
kind union = #[non_exhaustive] pub enum
 impl Clone + Debug + Deserialize + PartialEq + Serialize
 Unknown(serde_json::Value)  # any other value
pub use Error
mod models
 model Pet  # schema Pet
  no fn new
  impl + Default
  kind: Option<~Kind>
  limit: i64  # query =; required
  old_name: ~al  # oldName; required
  r#type: i64
  union ~Kind  # ~ > kind
   no Unknown
   Cat(Box<models::Pet>)  # schema Cat
";
    assert_eq!(surface.to_string(), expected);
    assert_eq!(Surface::parse(expected), surface);
}

#[test]
fn reads_complete_paths() {
    let text = "\
pub const BASE_URL: &str  # https://example.org
pub fn Client::list_pets(&self) -> Call<'_, operations::ListPets>  # GET /pets; operationId listPets
pub field models::Pet::name: String  # name; required
#[non_exhaustive] pub struct models::Pet  # #/components/schemas/Pet; deprecated
";
    let surface = Surface::parse(text);
    let mut entries: Vec<Entry> = text.lines().filter_map(Entry::parse).collect();
    entries.sort_unstable();
    assert_eq!(surface.entries(), entries);
    // Without the line of a module, nothing is below it.
    assert_eq!(surface.to_string().lines().collect::<Vec<_>>(), flat(&surface));
}

#[test]
fn ignores_an_impl_without_traits() {
    let text = "\
kind enum = pub enum
 impl Clone
mod models
 enum Color
  impl - Clone
 enum Size
";
    let surface = Surface::parse(text);
    let expected =
        ["pub mod models", "pub enum models::Color", "pub enum models::Size", "impl Clone for models::Size"];
    assert_eq!(flat(&surface), expected);
    assert_eq!(Surface::parse(&surface.to_string()), surface);
    assert_eq!(Surface::parse("pub enum Color\nimpl  for Color"), Surface::parse("pub enum Color"));
}

#[test]
fn writes_each_impl_of_a_type() {
    let text = "\
pub mod models
#[non_exhaustive] pub struct models::Pet
impl Clone + Debug + Deserialize + PartialEq + Serialize for models::Pet
impl Default for models::Pet
";
    let surface = Surface::parse(text);
    assert_eq!(Surface::parse(&surface.to_string()), surface);
}
