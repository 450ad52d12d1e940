import os

SERVICE_VERSIONS = {
    "autoscaling": [
        "2018-04-19"
    ],
    "demo": [
        "2019-02-03",
        "2020-01-02"
    ]
}


def after_it():
    return {}
