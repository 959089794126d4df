//! Multipart bodies whose parts have no names.

use tests::server::{RecordedRequest, Server, StubResponse};
use wire::{
    Client, FilePart,
    models::Color,
    operations::{AddPicturesParts, CreateAlbumParts},
};

/// Returns the body, with the boundary `B`.
fn body(request: &RecordedRequest) -> String {
    let (media_type, boundary) =
        request.header("content-type").split_once("; boundary=").expect("a boundary");
    assert_eq!(media_type, "multipart/mixed");
    String::from_utf8_lossy(&request.body).replace(boundary, "B")
}

#[tokio::test]
async fn sends_parts_by_position_with_their_media_types() {
    let server = Server::start(vec![StubResponse::raw(204, &[], b""), StubResponse::raw(204, &[], b"")]);
    let client = Client::builder().base_url(server.url()).token("token").build().expect("a client");
    let color = Color::default().with(|color| color.r = Some(1));
    let parts = CreateAlbumParts::new(color, FilePart::new("png"), "last");
    client.create_album(&parts).send().await.expect("a success");
    let pictures = [FilePart::new("one"), FilePart::new("two").file_name("2.png").media_type("image/png")];
    client.add_pictures(&AddPicturesParts::new(pictures)).send().await.expect("a success");
    let requests = server.requests();
    assert_eq!(
        requests.iter().map(body).collect::<Vec<_>>(),
        [
            "--B\r\nContent-Type: application/json\r\n\r\n{\"R\":1}\r\n\
             --B\r\nContent-Type: image/png\r\n\r\npng\r\n\
             --B\r\n\r\nlast\r\n--B--\r\n",
            "--B\r\nContent-Type: image/jpeg\r\n\r\none\r\n\
             --B\r\nContent-Disposition: attachment; filename=\"2.png\"\r\nContent-Type: image/png\r\n\r\ntwo\r\n--B--\r\n",
        ]
    );
}
