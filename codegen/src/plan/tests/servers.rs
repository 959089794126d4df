use crate::{
    api::Server,
    naming::Memory,
    plan::{servers, tests::Description},
};

#[test]
fn names_a_server_by_its_description_its_host_or_its_path() {
    let mut description = Description::new();
    for (url, about) in [
        ("https://a.example.com", Some("Live")),
        ("https://b.example.com", Some("")),
        ("https://c.example.com", Some(" - ")),
        ("https://{region}.example.com:8443/x", None),
        ("/v2", Some("")),
        ("/", Some("")),
        ("https://1.2.3.4", None),
    ] {
        description.api.servers.push(Server {
            name: None,
            url: url.to_owned(),
            description: about.map(str::to_owned),
            variables: Vec::new(),
        });
    }
    let planned = servers::plan_servers(&description.api, &Memory::default());
    let names: Vec<&str> = planned.iter().map(|server| server.ident.as_str()).collect();
    let expected =
        ["LIVE", "B_EXAMPLE_COM", "C_EXAMPLE_COM", "REGION_EXAMPLE_COM", "V2", "SERVER", "SERVER1234"];
    assert_eq!(names, expected);
    assert_eq!(planned[1].docs, ["`https://b.example.com`"]);
}
