use pets::{Client, Error, models::NewPet};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;

    let response = client.list_pets().limit(10).send().await?;
    for pet in response.body {
        println!("{} {} {:?}", pet.id, pet.name, pet.status);
    }

    match client.create_pet(&NewPet::new("Luna").status("available")).send().await {
        Ok(response) => println!("{}: {}", response.status, response.body.name),
        // A documented error has the type of its body.
        Err(Error::Api(response)) => println!("{}: {}", response.status, response.body.message),
        // All other errors keep the status, the headers and the bytes of the response.
        Err(error) => println!("{error:#}"),
    }
    Ok(())
}
