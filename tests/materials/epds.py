"""Synthetic EPD data sets in the shapes of the public formats; figures of the one public ILCD case (EPDX-1)."""

import io
import json
import zipfile

UUID = "f63ac879-fa7d-4f91-813e-e816cbdf1927"
#: ÖKOBAUDAT data set f63ac879 as published with epdx: kgCO2e per m3, +A1.
EPDX_1 = {
    "A1-A3": -647.4201396839651,
    "A5": 0.87278541690962,
    "C2": 0.535834904201247,
    "C3": 810.1162362231684,
    "D": -11.125577109865484,
}
EPDX_1_DENSITY = 510.45
A1_TOTAL = "77e416eb-a363-4258-a04e-171d843a6460"
A2_TOTAL = "6a37f984-a4b3-458a-a20a-64418c145fa2"
A2_FOSSIL = "5f635281-343e-44fb-83df-1971b155e6b6"
A2_BIOGENIC = "2356e1ab-0185-4db5-86e5-16de51c7485c"


def result(uuid, values, unit="kg CO_2 eqv."):
    anies = [{"module": module, "value": str(value)} for module, value in values.items()]
    anies.append(
        {"name": "referenceToUnitGroupDataSet", "value": {"shortDescription": [{"value": unit, "lang": "en"}]}}
    )
    return {"referenceToLCIAMethodDataSet": {"refObjectId": uuid}, "other": {"anies": anies}}


def ilcd(results=None, *, unit="m3", amount=1.0, uuid=UUID):
    """An ILCD+EPD JSON data set of one cubic metre of solid wood panel."""
    return {
        "processInformation": {
            "dataSetInformation": {
                "UUID": uuid,
                "name": {
                    "baseName": [{"value": "Massivholzplatte", "lang": "de"}, {"value": "Wood panel", "lang": "en"}]
                },
            },
            "quantitativeReference": {"referenceToReferenceFlow": [7]},
            "time": {"referenceYear": 2018, "dataSetValidUntil": 2023},
            "geography": {"locationOfOperationSupplyOrProduction": {"location": "DE"}},
        },
        "administrativeInformation": {"publicationAndOwnership": {"dataSetVersion": "00.02.000"}},
        "exchanges": {
            "exchange": [
                {"dataSetInternalID": 3, "referenceFlow": False},
                {
                    "dataSetInternalID": 7,
                    "referenceFlow": True,
                    "meanAmount": amount,
                    "resultingflowAmount": amount,
                    "flowProperties": [
                        {"referenceFlowProperty": True, "meanValue": 1.0, "referenceUnit": unit},
                        {
                            "uuid": "93a60a56-a3c8-11da-a746-0800200b9a66",
                            "meanValue": EPDX_1_DENSITY,
                            "referenceUnit": "kg",
                        },
                    ],
                    "materialProperties": [{"name": "gross density", "value": str(EPDX_1_DENSITY), "unit": "kg/m^3"}],
                },
            ]
        },
        "LCIAResults": {"LCIAResult": results if results is not None else [result(A1_TOTAL, EPDX_1)]},
    }


def dumps(value):
    return json.dumps(value, ensure_ascii=False).encode("utf-8")


def ilcd_zip(gwp_unit="kg CO2 eq.", prolog="", names=("processes/p.xml", "flows/flow-1.xml")):
    amounts = "".join(f'<e:amount e:module="{m}">{v!r}</e:amount>' for m, v in EPDX_1.items())
    process = f"""<?xml version="1.0" encoding="UTF-8"?>{prolog}
<processDataSet xmlns="http://lca.jrc.it/ILCD/Process" xmlns:c="http://lca.jrc.it/ILCD/Common"
 xmlns:e="http://www.iai.kit.edu/EPD/2013"><processInformation><dataSetInformation><c:UUID>{UUID}</c:UUID>
<name><baseName xml:lang="en">Wood panel</baseName></name></dataSetInformation>
<quantitativeReference><referenceToReferenceFlow>7</referenceToReferenceFlow></quantitativeReference>
<time><c:referenceYear>2018</c:referenceYear></time></processInformation>
<exchanges><exchange dataSetInternalID="7"><referenceToFlowDataSet refObjectId="flow-1"/>
<meanAmount>1.0</meanAmount><resultingAmount>1.0</resultingAmount></exchange></exchanges>
<LCIAResults><LCIAResult><referenceToLCIAMethodDataSet refObjectId="{A1_TOTAL}"/>
<c:other>{amounts}<e:referenceToUnitGroupDataSet refObjectId="u"><c:shortDescription>{gwp_unit}</c:shortDescription>
</e:referenceToUnitGroupDataSet></c:other></LCIAResult></LCIAResults></processDataSet>"""
    flow = f"""<flowDataSet xmlns="http://lca.jrc.it/ILCD/Flow"><flowInformation><quantitativeReference>
<referenceToReferenceFlowProperty>0</referenceToReferenceFlowProperty></quantitativeReference></flowInformation>
<flowProperties><flowProperty dataSetInternalID="0">
<referenceToFlowPropertyDataSet refObjectId="93a60a56-a3c8-22da-a746-0800200c9a66"/><meanValue>1.0</meanValue>
</flowProperty><flowProperty dataSetInternalID="1">
<referenceToFlowPropertyDataSet refObjectId="93a60a56-a3c8-11da-a746-0800200b9a66"/>
<meanValue>{EPDX_1_DENSITY}</meanValue>
</flowProperty></flowProperties></flowDataSet>"""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in zip(names, (process, flow), strict=True):
            archive.writestr(name, text)
    return buffer.getvalue()


def row(**changes):
    """A row of our columns that loads and that the linter has nothing against."""
    made = {
        "id": "X-1",
        "name_en": "Concrete C30/37",
        "category": "concrete",
        "region": "DE",
        "declared_unit": "m3",
        "density_kg_m3": "2400",
        "gwp_a1a3": "280",
        "gwp_c3": "6.5",
        "basis_id": "EN15804A2",
        "source": "EPD of a plant",
        "licence": "own use",
        "redistributable": "no",
        "ref_year": "2024",
        "quality": "A: read",
    }
    made.update({key: str(value) for key, value in changes.items()})
    return {key: value for key, value in made.items() if value != ""}


def csv_bytes(rows):
    import csv

    columns = list(dict.fromkeys(key for item in rows for key in item))
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns)
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode()
