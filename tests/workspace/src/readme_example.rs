use tc3_demo::runtime::{Client, Error};
use tc3_demo::{DescribeThingsRequest, describe_things};

async fn call() -> Result<(), Error> {
    let client = Client::from_env()?;
    let request = DescribeThingsRequest::new();
    let response = describe_things(&client, &request).await?;
    println!("{response:?}");
    Ok(())
}
