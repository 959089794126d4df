//! Prints the request that patches a pet.

use std::error::Error;

use patch::{
    Operation,
    models::{OwnerPatch, PetPatch},
    operations::pets::UpdatePet,
    types::{bytes::Bytes, http::Request, jiff::civil::date},
};

/// The pet has a new home: some properties change, one is removed, and all others stay as they are.
fn adopted() -> PetPatch {
    PetPatch::default()
        .status("adopted")
        .born(date(2024, 5, 1))
        .tags(["trained", "quiet"])
        .owner(OwnerPatch::default().name("Ada").clear_phone())
        .clear_description()
}

fn main() -> Result<(), Box<dyn Error>> {
    let request: Request<_> = UpdatePet::new(7, &adopted()).request("https://shelter.example.com")?;
    println!("{} {}", request.method(), request.uri());
    println!("{}", serde_json::to_string_pretty(&adopted())?);
    let response = http::Response::new(Bytes::from(r#"{ "name": "Rex", "status": "adopted" }"#));
    println!("{} is adopted", UpdatePet::decode(response)?.body.name);
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::adopted;

    #[test]
    fn sends_changes_and_null_alone() {
        let expected = json!({
            "status": "adopted",
            "description": null,
            "born": "2024-05-01",
            "tags": ["trained", "quiet"],
            "owner": { "name": "Ada", "phone": null },
        });
        assert_eq!(serde_json::to_value(adopted()).ok(), Some(expected));
    }
}
