//! `payload/pageable`: lists in pages, by links and by tokens.

use payload_pageable::{Call, Client, Paginated, models};

use crate::harness::{Failure, Inexpressible, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let pets = || {
        [("1", "dog"), ("2", "cat"), ("3", "bird"), ("4", "fish")]
            .map(|(id, name)| models::Pet::new(id, name))
    };
    let filter = models::Filter::new("foo eq bar");
    macro_rules! pages {
        ($($scenario:literal: $call:expr;)*) => {$(
            scenarios
                .run($scenario, async {
                    equal!(all($call).await?, pets());
                    Ok(())
                })
                .await;
        )*};
    }
    // The last page has no object for the link, which the description says is there.
    scenarios
        .inexpressible("Payload_Pageable_ServerDrivenPagination_nestedLink", Inexpressible::LacksRequired);
    pages! {
        "Payload_Pageable_ServerDrivenPagination_link": client.server_driven_pagination_link();
        "Payload_Pageable_ServerDrivenPagination_linkString": client.server_driven_pagination_link_string();
        "Payload_Pageable_ServerDrivenPagination_AlternateInitialVerb_post":
            client.alternate_initial_verb_post(&filter);
        "Payload_Pageable_ServerDrivenPagination_ContinuationToken_requestQueryResponseBody":
            client.continuation_token_request_query_response_body().foo("foo").bar("bar");
        "Payload_Pageable_ServerDrivenPagination_ContinuationToken_requestHeaderResponseBody":
            client.continuation_token_request_header_response_body().foo("foo").bar("bar");
        "Payload_Pageable_ServerDrivenPagination_ContinuationToken_requestQueryResponseHeader":
            client.continuation_token_request_query_response_header().foo("foo").bar("bar");
        "Payload_Pageable_ServerDrivenPagination_ContinuationToken_requestHeaderResponseHeader":
            client.continuation_token_request_header_response_header().foo("foo").bar("bar");
        "Payload_Pageable_ServerDrivenPagination_ContinuationToken_requestQueryNestedResponseBody":
            client.continuation_token_request_query_nested_response_body().foo("foo").bar("bar");
        "Payload_Pageable_ServerDrivenPagination_ContinuationToken_requestHeaderNestedResponseBody":
            client.continuation_token_request_header_nested_response_body().foo("foo").bar("bar");
    }
    let xml_pets = || pets().map(|pet| models::XmlPet::new(pet.id, pet.name));
    scenarios
        .run("Payload_Pageable_XmlPagination_listWithContinuation", async {
            equal!(all(client.xml_pagination_list_with_continuation()).await?, xml_pets());
            Ok(())
        })
        .await;
    scenarios
        .run("Payload_Pageable_XmlPagination_listWithNextLink", async {
            equal!(all(client.xml_pagination_list_with_next_link()).await?, xml_pets());
            Ok(())
        })
        .await;
    scenarios
        .run("Payload_Pageable_PageSize_listWithoutContinuation", async {
            equal!(client.page_size_list_without_continuation().send().await?.body.pets, pets());
            Ok(())
        })
        .await;
    scenarios
        .run("Payload_Pageable_PageSize_listWithPageSize", async {
            for size in [2, 4] {
                let page = client.page_size_list_with_page_size().page_size(size as i32).send().await?.body;
                equal!(page.pets, pets()[..size]);
            }
            Ok(())
        })
        .await;
    Ok(())
}

/// Every item of a list.
async fn all<O>(call: Call<'_, O>) -> Result<Vec<O::Item>, Failure>
where
    O: Paginated,
    O::Error: std::error::Error + 'static,
{
    let mut items = call.items();
    let mut all = Vec::new();
    while let Some(item) = items.next().await {
        all.push(item?);
    }
    Ok(all)
}
