"""Time expressions: what is found, what it means, which days it names. Publication is Thursday, 14 November 2024."""

# ruff: noqa: E501 - tables are read by the row

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from tracker.extract.timex import find_timexes
from tracker.extract.timex_values import interval_of
from tracker.model import Basis, Granularity, Timex, TimexType

THURSDAY = date(2024, 11, 14)


def read(
    pipeline: Language, text: str, published: date | datetime | None = THURSDAY, zone: str | None = None
) -> list[Timex]:
    return list(find_timexes(pipeline(text), published, zone))


# sentence | words | TIMEX3 value | first day | last day (days left out where the value has none)
TABLE = """
The minister arrived on a visit to Seoul Monday.|Monday|2024-11-11|2024-11-11|2024-11-11
The leaders will meet on Friday.|Friday|2024-11-15|2024-11-15|2024-11-15
İzmir and İznik VOTED IN MARCH 2021.|MARCH 2021|2021-03|2021-03-01|2021-03-31
The leaders met on Friday.|Friday|2024-11-08|2024-11-08|2024-11-08
The two leaders met on Thursday.|Thursday|2024-11-14|2024-11-14|2024-11-14
Officials met last Tuesday.|last Tuesday|2024-11-12|2024-11-12|2024-11-12
Officials met last Thursday.|last Thursday|2024-11-07|2024-11-07|2024-11-07
The summit is scheduled for next Wednesday.|next Wednesday|2024-11-20|2024-11-20|2024-11-20
The talks begin this Saturday.|this Saturday|2024-11-16|2024-11-16|2024-11-16
The deal, signed on Wednesday, ends the row.|Wednesday|2024-11-13|2024-11-13|2024-11-13
The meeting planned for Monday was cancelled.|Monday|2024-11-18|2024-11-18|2024-11-18
The ministers will not meet before talks open on Tuesday.|Tuesday|2024-11-19|2024-11-19|2024-11-19
The strike took place Thursday night.|Thursday night|2024-11-14TNI|2024-11-14|2024-11-14
The general resigned on Sunday evening.|Sunday evening|2024-11-10TEV|2024-11-10|2024-11-10
Envoys will arrive on Monday morning.|Monday morning|2024-11-18TMO|2024-11-18|2024-11-18
The visit took place yesterday.|yesterday|2024-11-13|2024-11-13|2024-11-13
The minister is in Rome today.|today|2024-11-14|2024-11-14|2024-11-14
A vote is due tomorrow.|tomorrow|2024-11-15|2024-11-15|2024-11-15
The delegation leaves tonight.|tonight|2024-11-14TNI|2024-11-14|2024-11-14
The envoy left the day before yesterday.|the day before yesterday|2024-11-12|2024-11-12|2024-11-12
The court sits the day after tomorrow.|the day after tomorrow|2024-11-16|2024-11-16|2024-11-16
Rebels attacked this morning.|this morning|2024-11-14TMO|2024-11-14|2024-11-14
Rebels attacked last night.|last night|2024-11-13TNI|2024-11-13|2024-11-13
The law must pass by the end of the year.|the end of the year|2024|2024-11-14|2024-12-31
Troops must leave by Dec. 31.|Dec. 31|2024-12-31|2024-12-31|2024-12-31
They will finish the dam by 2030.|2030|2030|2024-11-14|2030-12-31
Exports rose in the past 12 months.|the past 12 months|P12M|2023-11-14|2024-11-14
The sanctions have been in place since 2018.|2018|2018|2018-01-01|2024-11-14
Sanctions have been imposed since March.|March|2024-03|2024-03-01|2024-11-14
Fighting has raged since Monday.|Monday|2024-11-11|2024-11-11|2024-11-14
The 1950–53 war ended in an armistice.|1950|1950|1950-01-01|1953-12-31
The 1950-53 war ended in an armistice.|53|1953|1950-01-01|1953-12-31
The summit runs Nov. 14–16.|Nov. 14|2024-11-14|2024-11-14|2024-11-16
The summit runs Nov. 14-16.|16|2024-11-16|2024-11-14|2024-11-16
The summit runs from 14 to 16 November 2024.|16 November 2024|2024-11-16|2024-11-14|2024-11-16
Over the last 15 years the firm grew.|the last 15 years|P15Y|2009-11-14|2024-11-14
The next two days are crucial.|The next two days|P2D|2024-11-14|2024-11-16
The year-long siege ended.|year-long|P1Y||
It was the worst attack since the 1990s.|the 1990s|199|1990-01-01|2024-11-14
The law takes effect Jan. 1.|Jan. 1|2025-01-01|2025-01-01|2025-01-01
It was agreed between 2015 and 2019.|2015|2015|2015-01-01|2019-12-31
It was agreed between 2015 and 2019.|2019|2019|2015-01-01|2019-12-31
The committee met from Monday to Wednesday.|Monday|2024-11-11|2024-11-11|2024-11-13
The treaty was signed in mid-2012.|mid-2012|2012|2012-05-02|2012-08-31
They met in early December 2023.|early December 2023|2023-12|2023-12-01|2023-12-10
The talks will open in early December.|early December|2024-12|2024-12-01|2024-12-10
They met in late October.|late October|2024-10|2024-10-22|2024-10-31
Trade grew in the first half of 2024.|the first half of 2024|2024-H1|2024-01-01|2024-06-30
Trade fell in the second half of 2023.|the second half of 2023|2023-H2|2023-07-01|2023-12-31
The budget for fiscal 2025 was approved.|fiscal 2025|2025|2025-01-01|2025-12-31
The embassy was closed two years ago.|two years ago|2022|2022-01-01|2022-12-31
The embassy closed three weeks ago.|three weeks ago|2024-W43|2024-10-21|2024-10-27
The embassy closed two months ago.|two months ago|2024-09|2024-09-01|2024-09-30
The embassy closed ten days ago.|ten days ago|2024-11-04|2024-11-04|2024-11-04
The embassy closed five days ago.|five days ago|2024-11-09|2024-11-09|2024-11-09
He came on Nov. 2. The day before, he had met Kim.|The day before|2024-11-01|2024-11-01|2024-11-01
Rockets hit the port on Nov. 2. Two days later, talks began.|Two days later|2024-11-04|2024-11-04|2024-11-04
The port fell on Oct. 20. The following day, troops withdrew.|The following day|2024-10-21|2024-10-21|2024-10-21
The treaty was signed in 2015. The following year, it lapsed.|The following year|2016|2016-01-01|2016-12-31
The treaty was signed in August.|August|2024-08|2024-08-01|2024-08-31
Elections will be held in August.|August|2025-08|2025-08-01|2025-08-31
The ship will sail in January.|January|2025-01|2025-01-01|2025-01-31
He resigned in December.|December|2023-12|2023-12-01|2023-12-31
The court ruled last December.|last December|2023-12|2023-12-01|2023-12-31
The court will rule next March.|next March|2025-03|2025-03-01|2025-03-31
In the 1990s the borders opened.|the 1990s|199|1990-01-01|1999-12-31
In the late 1980s they fought.|the late 1980s|198|1986-09-01|1989-12-31
The 19th century saw wars.|The 19th century|18|1800-01-01|1899-12-31
The 21st century began with war.|The 21st century|20|2000-01-01|2099-12-31
The offensive began last spring.|last spring|2024-SP|2024-03-01|2024-05-31
Elections are due next summer.|next summer|2025-SU|2025-06-01|2025-08-31
In the summer of 2022 the war went on.|the summer of 2022|2022-SU|2022-06-01|2022-08-31
The third quarter of 2023 was weak.|The third quarter of 2023|2023-Q3|2023-07-01|2023-09-30
Exports fell in the fourth quarter.|the fourth quarter|2024-Q4|2024-10-01|2024-12-31
Exports fell in the second quarter.|the second quarter|2024-Q2|2024-04-01|2024-06-30
Q3 2024 was strong.|Q3 2024|2024-Q3|2024-07-01|2024-09-30
H1 2024 was strong.|H1 2024|2024-H1|2024-01-01|2024-06-30
They spoke on Christmas Day.|Christmas Day|2023-12-25|2023-12-25|2023-12-25
Talks resume after Easter 2025.|Easter 2025|2025-04-20|2025-04-20|2025-04-20
They met on Good Friday 2024.|Good Friday 2024|2024-03-29|2024-03-29|2024-03-29
They met on Thanksgiving 2023.|Thanksgiving 2023|2023-11-23|2023-11-23|2023-11-23
The deal was signed on New Year's Eve.|New Year's Eve|2023-12-31|2023-12-31|2023-12-31
The parade marked Independence Day.|Independence Day|2024-07-04|2024-07-04|2024-07-04
The meeting was held at 10:30 a.m. on Tuesday.|10:30 a.m. on Tuesday|2024-11-12T10:30|2024-11-12|2024-11-12
The deadline is midnight Friday.|midnight Friday|2024-11-15T24:00|2024-11-15|2024-11-15
The drill lasted three days.|three days|P3D||
The five-day visit ended.|five-day|P5D||
The siege lasted two and a half years.|two and a half years|P2Y6M||
They were held for 444 days.|444 days|P444D||
Talks lasted six hours.|six hours|PT6H||
Within 48 hours the troops withdrew.|48 hours|PT48H||
They waited several months.|several months|PXM||
They meet every Monday.|every Monday|XXXX-WXX-1||
The group meets twice a year.|twice a year|P1Y||
The council votes every month.|every month|P1M||
President Yoon returned on Nov. 11.|Nov. 11|2024-11-11|2024-11-11|2024-11-11
The ambassador will travel to Beijing next week.|next week|2024-W47|2024-11-18|2024-11-24
The ambassador travelled to Beijing last week.|last week|2024-W45|2024-11-04|2024-11-10
The ambassador is in Beijing this week.|this week|2024-W46|2024-11-11|2024-11-17
The parties met last month.|last month|2024-10|2024-10-01|2024-10-31
The parties will meet next month.|next month|2024-12|2024-12-01|2024-12-31
The parties met last year.|last year|2023|2023-01-01|2023-12-31
The parties will meet next year.|next year|2025|2025-01-01|2025-12-31
The parties meet this year.|this year|2024|2024-01-01|2024-12-31
The pact expires at the end of 2026.|the end of 2026|2026|2026-09-01|2026-12-31
Talks took place over the weekend.|the weekend|2024-W45-WE|2024-11-09|2024-11-10
The talks will continue next weekend.|next weekend|2024-W47-WE|2024-11-23|2024-11-24
On 15 September 2023, they agreed.|15 September 2023|2023-09-15|2023-09-15|2023-09-15
On September 15, 2023, they agreed.|September 15, 2023|2023-09-15|2023-09-15|2023-09-15
On September 15th, 2023, they agreed.|September 15th, 2023|2023-09-15|2023-09-15|2023-09-15
On the 15th of September 2023 they agreed.|the 15th of September 2023|2023-09-15|2023-09-15|2023-09-15
On Friday, September 15, 2023, they agreed.|Friday, September 15, 2023|2023-09-15|2023-09-15|2023-09-15
The accord of 9/11/2001 is known.|9/11/2001|2001-09-11|2001-09-11|2001-09-11
The accord of 31.12.2019 is known.|31.12.2019|2019-12-31|2019-12-31|2019-12-31
The text is dated 2024-11-12.|2024-11-12|2024-11-12|2024-11-12|2024-11-12
Earlier this month they met.|Earlier this month|2024-11|2024-11-01|2024-11-14
Later this year they will meet.|Later this year|2024|2024-11-14|2024-12-31
Late last year they met.|Late last year|2023|2023-09-01|2023-12-31
Over the next six months they will train.|the next six months|P6M|2024-11-14|2025-05-14
They will meet Nov. 20.|Nov. 20|2024-11-20|2024-11-20|2024-11-20
The drill ended Oct. 31.|Oct. 31|2024-10-31|2024-10-31|2024-10-31
The court ruled last Dec. 3.|last Dec. 3|2023-12-03|2023-12-03|2023-12-03
The talks will open on Feb. 3.|Feb. 3|2025-02-03|2025-02-03|2025-02-03
In the coming weeks they will sign.|the coming weeks|PXW|2024-11-14|2024-12-25
Police arrested dozens in recent days.|recent days|PXD|2024-11-04|2024-11-14
The talks will resume in two weeks.|two weeks|P2W|2024-11-25|2024-12-01
The army is to withdraw in 60 days.|60 days|P60D|2025-01-13|2025-01-13
The embargo will be lifted within 30 days.|30 days|P30D|2024-11-14|2024-12-14
The rebels took the valley in two weeks.|two weeks|P2W||
The ministers will meet in the week of Dec. 2.|the week of Dec. 2|2024-W49|2024-12-02|2024-12-08
The envoy was in Rome the week of 14 October.|the week of 14 October|2024-W42|2024-10-14|2024-10-20
The chamber votes a week from Friday.|a week from Friday|2024-11-22|2024-11-22|2024-11-22
The chamber votes Tuesday week.|Tuesday week|2024-11-26|2024-11-26|2024-11-26
The court rules Tuesday on the ban.|Tuesday|2024-11-19|2024-11-19|2024-11-19
The blast killed nine people Tuesday.|Tuesday|2024-11-12|2024-11-12|2024-11-12
Drones struck the port overnight.|overnight|2024-11-13TNI|2024-11-13|2024-11-14
On the second anniversary of the Feb. 24 invasion, aid was pledged.|Feb. 24|2022-02-24|2022-02-24|2022-02-24
A year after the Oct. 7 attacks the war goes on.|Oct. 7|2023-10-07|2023-10-07|2023-10-07
The measures were extended until July 31.|July 31|2025-07-31|2025-07-31|2025-07-31
The summit was postponed to January.|January|2025-01|2025-01-01|2025-01-31
The president took office on Jan. 20.|Jan. 20|2024-01-20|2024-01-20|2024-01-20
The board called a hearing for Jan. 20.|Jan. 20|2025-01-20|2025-01-20|2025-01-20
The next round is due before the end of January.|the end of January|2025-01|2024-11-14|2025-01-31
Half a century ago the two fought a war.|Half a century ago|1974|1974-01-01|1974-12-31
In recent years ties improved.|recent years|PAST_REF||
The envoys are now in Geneva.|now|PRESENT_REF||
The envoys recently visited Geneva.|recently|PAST_REF||
He was born in 1961.|1961|1961|1961-01-01|1961-12-31
Seoul said on the 13th that it would go.|the 13th|2024-11-13|2024-11-13|2024-11-13
In September 2019 the deal collapsed.|September 2019|2019-09|2019-09-01|2019-09-30
The king died in 323 BC.|323 BC|BC0323||
The accord was reached a decade ago.|a decade ago|201|2010-01-01|2019-12-31
It happened about two weeks ago.|about two weeks ago|2024-W44|2024-10-28|2024-11-03
On the night of 3 March 2011, guards fled.|the night of 3 March 2011|2011-03-03TNI|2011-03-03|2011-03-03
The gates were shut on Tuesday. In the evening, stones were thrown.|the evening|2024-11-12TEV|2024-11-12|2024-11-12
The siege went on into the night.|the night|2024-11-14TNI|2024-11-14|2024-11-14
The patrol was ambushed in the early hours of Sunday.|the early hours of Sunday|2024-11-10TMO|2024-11-10|2024-11-10
The court convenes on Dec. 3 in Lima at 10:15 a.m.|10:15 a.m.|2024-12-03T10:15|2024-12-03|2024-12-03
At 6 p.m. a column of tanks was seen leaving on Monday.|6 p.m.|2024-11-11T18:00|2024-11-11|2024-11-11
The pipe burst at 9.40 last night.|9.40 last night|2024-11-13T21:40|2024-11-13|2024-11-13
The count began at 8 p.m. on Sunday, November 10.|8 p.m. on Sunday, November 10|2024-11-10T20:00|2024-11-10|2024-11-10
The gauge stood still by 1330 GMT.|1330 GMT|2024-11-14T13:30|2024-11-14|2024-11-14
The tremor came at 4 a.m. (0100 GMT) and was weak.|0100 GMT|2024-11-14T01:00|2024-11-14|2024-11-14
Sales beat those of the same quarter of 2021.|the same quarter of 2021|2021-Q4|2021-10-01|2021-12-31
Losses doubled in the April-June quarter.|the April-June quarter|2024-Q2|2024-04-01|2024-06-30
Losses doubled in the March quarter.|the March quarter|2024-Q1|2024-01-01|2024-03-31
Exports fell in September from a year earlier.|a year earlier|2023-09|2023-09-01|2023-09-30
Rents have doubled over the past year.|the past year|P1Y|2023-11-14|2024-11-14
Output has halved in the past decade.|the past decade|P10Y|2014-11-14|2024-11-14
Profits sank in the last fiscal year.|the last fiscal year|2023|2023-01-01|2023-12-31
In 1848, the year of the barricades, he left.|the year|1848|1848-01-01|1848-12-31
The envoy is due back by the weekend.|the weekend|2024-W46-WE|2024-11-14|2024-11-17
The bridge was opened in the fall.|the fall|2024-FA|2024-09-01|2024-11-30
A second tender will follow in the new year.|the new year|2025|2025-01-01|2025-12-31
The bridge fell a day after the flood.|a day|P1D||
The bridge fell two days before the flood.|two days|P2D||
The guards came within minutes.|minutes|PTXM||
The guards came hours later.|hours later|PTXH||
It was the biggest such raid in an hour.|an hour|PT1H||
It was weaker than the one four years ago.|four years ago|2020|2020-01-01|2020-12-31
The baker sweeps the steps every morning.|every morning|XXXX-XX-XXTMO||
They return every summer.|every summer|XXXX-SU||
Now the dam is full.|Now|PRESENT_REF||
Chile play Peru in Lima on Tuesday.|Tuesday|2024-11-19|2024-11-19|2024-11-19
The trial, due to open Monday, will last weeks.|Monday|2024-11-18|2024-11-18|2024-11-18
She was due to fly home on Saturday but fell ill.|Saturday|2024-11-16|2024-11-16|2024-11-16
The minister had meant to go in January but was due to stay until March.|March|2025-03|2025-03-01|2025-03-31
Polls were taken before Sunday's runoff vote.|Sunday|2024-11-17|2024-11-17|2024-11-17
Markets were calm ahead of Friday's auction.|Friday|2024-11-15|2024-11-15|2024-11-15
The ferry will run from May, the mayor announced in September.|September|2024-09|2024-09-01|2024-09-30
The aide will come next week. He will land in Oslo on Thursday.|Thursday|2024-11-21|2024-11-21|2024-11-21
It fired a rocket after its failed attempt to launch a probe on Tuesday.|Tuesday|2024-11-12|2024-11-12|2024-11-12
It was the first such visit in a decade.|a decade|P10Y||
The vote was held on September 3 in 2017.|September 3 in 2017|2017-09-03|2017-09-03|2017-09-03
The first launch is set for Jan. 4, the others for late in the month.|late in the month|2025-01|2025-01-22|2025-01-31
He left in February, having lost the vote in 2024. Two months later he was back.|Two months later|2024-04|2024-04-01|2024-04-30
They parted, after selling the house in April.|April|2024-04|2024-04-01|2024-04-30
The mayor said after talks on Tuesday that the bridge would be closed.|Tuesday|2024-11-12|2024-11-12|2024-11-12
The clinic closed on Monday, the day before the flood came.|the day|2024-11-11|2024-11-11|2024-11-11
The next round of talks is in June.|June|2025-06|2025-06-01|2025-06-30
The fleet will not be back until the spring.|the spring|2025-SP|2025-03-01|2025-05-31
The shops shut in the week to Sunday of last week.|Sunday of last week|2024-11-10|2024-11-10|2024-11-10
Profit in the three months to June fell from the previous quarter.|the previous quarter|2024-Q1|2024-01-01|2024-03-31
The clocks fell silent all day.|all day|P1D||
It lasted a week or more.|a week or more|P1W||
Prices rose 4 percent over two years.|two years|P2Y||
The prince will one day be king.|one day|FUTURE_REF||
The wreath was laid on Remembrance Sunday.|Remembrance Sunday|2024-11-10|2024-11-10|2024-11-10
The dam broke in May 2010. A report of October of that year blamed the rain.|October of that year|2010-10|2010-10-01|2010-10-31
The vote was put off from March to June.|March|2025-03|2025-03-01|2025-03-31
Output in October is expected to have fallen.|October|2024-10|2024-10-01|2024-10-31
The council will meet on December 3 and 4.|4|2024-12-04|2024-12-03|2024-12-04
The mayor declared Saturday a day of mourning.|Saturday|2024-11-16|2024-11-16|2024-11-16
He lost his post in 2009. By the end of the year he was in exile.|the end of the year|2009|2009-09-01|2009-12-31
The men had been held since Monday.|Monday|2024-11-11|2024-11-11|2024-11-11
Sales fell in the June quarter after rising in the previous three months.|the previous three months|P3M|2023-12-31|2024-03-31
It was seen in the last days of the campaign.|the last days|PXD||
He ran the city at the time of the Sept. 11 attacks.|Sept. 11|2001-09-11|2001-09-11|2001-09-11
The mayor was attacked on Sept. 11.|Sept. 11|2024-09-11|2024-09-11|2024-09-11
A ferry sank late Tuesday off Lagos. It had left port at 4:15 p.m. with forty people.|4:15 p.m.|2024-11-12T16:15|2024-11-12|2024-11-12
Samoans vote on Saturday. Polls open at 7 a.m. in every village.|7 a.m.|2024-11-16T07:00|2024-11-16|2024-11-16
After Sunday's vote the count is slow. The judge arrived at 9 a.m. and left.|9 a.m.|2024-11-14T09:00|2024-11-14|2024-11-14
The envoys were to meet on Saturday but fell out.|Saturday|2024-11-16|2024-11-16|2024-11-16
The course will last two weeks.|two weeks|P2W||
The ministry said on Monday that these losses warrant an inquiry.|Monday|2024-11-11|2024-11-11|2024-11-11
The dam was built a half-century ago.|a half-century ago|1974|1974-01-01|1974-12-31
The two have been at odds for a quarter of a century.|a quarter of a century|P25Y||
It raised its outlook for the first half of the year.|the first half of the year|2024-H1|2024-01-01|2024-06-30
The siren was heard at 5:05 a.m. for the first time since it was put up on Nov. 2.|5:05 a.m.|2024-11-14T05:05|2024-11-14|2024-11-14
They camped there four nights.|four nights|P4D||
The board sits every other Monday.|every other Monday|XXXX-WXX-1||
The firm announced the plan Aug. 21.|Aug. 21|2024-08-21|2024-08-21|2024-08-21
"""
CASES = [line.split("|") for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("text", "words", "value", "first", "last"), CASES)
def test_expression_means(pipeline: Language, text: str, words: str, value: str, first: str, last: str) -> None:
    found = [timex for timex in read(pipeline, text) if timex.text == words]
    assert [timex.value for timex in found] == [value]
    days = found[0].interval
    assert (str(days.start), str(days.last)) == (first, last) if days else (first, last) == ("", "")


_NAMES = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


@pytest.mark.parametrize(
    ("name", "met", "will", "last", "following"),
    [
        ("Monday", 11, 18, 11, 18),
        ("Tuesday", 12, 19, 12, 19),
        ("Wednesday", 13, 20, 13, 20),
        ("Thursday", 14, 14, 7, 21),
        ("Friday", 8, 15, 8, 15),
        ("Saturday", 9, 16, 9, 16),
        ("Sunday", 10, 17, 10, 17),
    ],
)
def test_a_weekday_is_the_nearest_in_the_direction_of_the_tense(
    pipeline: Language, name: str, met: int, will: int, last: int, following: int
) -> None:
    """The day of publication is today itself, unless "last" or "next" stands before it."""
    for text, day in (
        (f"The ministers met in Ankara on {name}.", met),
        (f"The ministers will meet in Ankara on {name}.", will),
        (f"The ministers met in Ankara last {name}.", last),
        (f"The ministers will meet in Ankara next {name}.", following),
    ):
        assert [timex.value for timex in read(pipeline, text)] == [f"2024-11-{day:02d}"], text


@pytest.mark.parametrize(
    ("name", "signed", "will"),
    [
        ("January", "2024-01", "2025-01"), ("February", "2024-02", "2025-02"), ("March", "2024-03", "2025-03"),
        ("April", "2024-04", "2025-04"), ("May", "2024-05", "2025-05"), ("June", "2024-06", "2025-06"),
        ("July", "2024-07", "2025-07"), ("August", "2024-08", "2025-08"), ("September", "2024-09", "2025-09"),
        ("October", "2024-10", "2025-10"), ("November", "2024-11", "2024-11"), ("December", "2023-12", "2024-12"),
    ],
)  # fmt: skip
def test_a_month_without_a_year_follows_the_tense(pipeline: Language, name: str, signed: str, will: str) -> None:
    assert [t.value for t in read(pipeline, f"The accord was signed in {name}.")] == [signed]
    assert [t.value for t in read(pipeline, f"The accord will be signed in {name}.")] == [will]


@pytest.mark.parametrize(
    "text",
    [
        "Theresa May visited Brussels.",
        "May said she would resign.",
        "They may leave.",
        "Protesters march on the palace.",
        "The march through the city began.",
        "He came second in the race.",
        "A second envoy arrived.",
        "Troops crossed the 38th parallel.",
        "The F-35 and the MiG-29 took off.",
        "The 1.5 Track dialogue opened.",
        "The firm sold 2,500 tonnes of grain.",
        "Police arrested 1990 protesters.",
        "The quarter of a million people fled.",
        "Resolution 2231 was adopted.",
        "The Sunday Times reported it.",
        "The fall of Kabul shocked allies.",
        "The vote was 12-3.",
        "The price rose by 1.5 percent.",
        "Group of 20 leaders agreed.",
        "The ship is 300 metres long.",
        "The yard builds ten boats a month.",
        "Wages rose by 3 percent a year.",
        "Now, that is a surprise.",
        "It was open to 16-year-olds.",
        "The morning session was calm.",
        "Watch: the minister's speech | 1:21",
        "Every now and then a shell falls.",
        "The screen shows 1024*768 dots.",
        "The battery stores 35 kilowatt-hours of power.",
        "A midnight blue car stood there.",
        "The inquiry is known as Case 2000.",
    ],
)
def test_what_is_no_date_is_none(pipeline: Language, text: str) -> None:
    assert read(pipeline, text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They met on Monday.", "XXXX-WXX-1"),
        ("They met in August.", "XXXX-08"),
        ("They met on Nov. 3.", "XXXX-11-03"),
        ("They met yesterday.", "PAST_REF"),
        ("They will meet tomorrow.", "FUTURE_REF"),
        ("They met last week.", "PAST_REF"),
    ],
)
def test_without_a_publication_day_nothing_relative_is_resolved(pipeline: Language, text: str, value: str) -> None:
    (timex,) = read(pipeline, text, None)
    assert (timex.value, timex.interval, timex.basis) == (value, None, Basis.NONE)


def test_the_day_of_publication_is_that_of_the_publishers_zone(pipeline: Language) -> None:
    """Half past one on Tuesday the 14th in Seoul is still the 13th in London."""
    published = datetime(2023, 11, 13, 16, 30, tzinfo=UTC)
    assert read(pipeline, "They met on Monday.", published, "Asia/Seoul")[0].value == "2023-11-13"
    assert read(pipeline, "They met today.", published, "Asia/Seoul")[0].value == "2023-11-14"
    assert read(pipeline, "They met today.", published)[0].value == "2023-11-13"
    assert read(pipeline, "They met today.", published, "Nowhere/Atlantis")[0].value == "2023-11-13"


def test_a_narrative_moves_forward_from_date_to_date(pipeline: Language) -> None:
    text = (
        "The war began on 3 March 1811. In June 1811 the army crossed the river. In September it took the port. "
        "On 12 December 1811 the king fled. In January the council met. On 4 February a truce was signed. "
        "The next day, the army left. In 1815 the border was drawn."
    )
    assert [timex.value for timex in read(pipeline, text, date(2010, 5, 1))] == [
        "1811-03-03", "1811-06", "1811-09", "1811-12-12", "1812-01", "1812-02-04", "1812-02-05", "1815"
    ]  # fmt: skip


def test_types_mods_and_edtf(pipeline: Language) -> None:
    found = read(
        pipeline, "In early 2023 they met for about two hours every week, on Friday at noon, in the 1990s style."
    )
    kinds = {timex.text: (timex.type, timex.mod, timex.edtf) for timex in found}
    assert kinds["early 2023"] == (TimexType.DATE, "START", "2023")
    assert kinds["about two hours"] == (TimexType.DURATION, "APPROX", None)
    assert kinds["every week"] == (TimexType.SET, None, None)
    assert kinds["the 1990s"] == (TimexType.DATE, None, "199X")


@pytest.mark.parametrize(
    ("text", "edtf", "grain"),
    [
        ("They met in spring 2021.", "2021-21", Granularity.SEASON),
        ("They met in the third quarter of 2021.", "2021-35", Granularity.QUARTER),
        ("They met in the first half of 2021.", "2021-40", Granularity.HALF),
        ("They met last week.", "2024-11-04/2024-11-10", Granularity.WEEK),
        ("They have met since 2018.", "2018/2024-11-14", Granularity.RANGE),
        ("They met earlier this year.", "2024-01-01/2024-11-14", Granularity.YEAR),
        ("They will meet later this month.", "2024-11-14/2024-11-30", Granularity.MONTH),
    ],
)
def test_edtf_names_the_same_days(pipeline: Language, text: str, edtf: str, grain: Granularity) -> None:
    (timex,) = read(pipeline, text)
    assert (timex.edtf, timex.granularity) == (edtf, grain)


_RELATIVE = [
    f"Troops left {words} ."
    for words in ("yesterday", "on Monday", "last Friday", "today", "last week", "three days ago", "this morning",
                  "two weeks ago", "over the weekend", "last night", "late on Tuesday", "in the early hours of Sunday",
                  "at 9.30 p.m. on Thursday", "at 7 last night", "at noon", "in the evening", "earlier this week",
                  "the day before yesterday", "overnight", "on Sunday of last week", "in the past five days")
] + [
    "Talks will resume next week . The envoy will land on Thursday .",
    "The trial , due to open Monday , will be long .",
    "Polls were taken before Sunday's vote .",
    "Chile play Peru on Wednesday .",
    "The chamber votes a week from Friday .",
    "It met on Saturday . A day earlier , it had refused to . In the morning , two members left .",
]  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(_RELATIVE), st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_seven_days_later_everything_relative_is_seven_days_later(pipeline: Language, text: str, day: date) -> None:
    week = timedelta(days=7)
    earlier, later = read(pipeline, text, day), read(pipeline, text, day + week)
    assert earlier and len(earlier) == len(later)
    for a, b in zip(earlier, later, strict=True):
        assert a.interval is not None and b.interval is not None
        assert (b.interval.start, b.interval.end) == (a.interval.start + week, a.interval.end + week)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(CASES), st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_days_are_those_of_the_value(pipeline: Language, case: list[str], day: date) -> None:
    """Whatever the publication day: a date with a mod lies within its value's days, one without fills them, and a
    range begins no later than it ends."""
    for timex in read(pipeline, case[0], day):
        assert timex.interval is None or timex.interval.start < timex.interval.end
        named = interval_of(timex.value) if timex.type in (TimexType.DATE, TimexType.TIME) else None
        if named is None or timex.interval is None or timex.granularity is Granularity.RANGE:
            continue
        assert timex.granularity is named[1]
        assert named[0].start <= timex.interval.start and timex.interval.end <= named[0].end
        assert timex.mod or timex.interval == named[0]


_EXPLICIT = [
    "They met on 4 May 1999 .", "It opened at 8 a.m. on March 3, 2012 .", "It fell in the autumn of 1989 .",
    "It grew in the third quarter of 2015 .", "They fought from 1936 to 1939 .", "The 1980s were calm .",
    "It was signed on September 9 in 1993 .", "It shut in early June 2004 .",
]  # fmt: skip


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(_EXPLICIT), st.dates(date(1950, 1, 1), date(2090, 12, 31)), st.dates(date(1950, 1, 1)))
def test_what_names_its_year_does_not_lean_on_publication(
    pipeline: Language, text: str, one: date, other: date
) -> None:
    assert read(pipeline, text, one) == read(pipeline, text, other) == read(pipeline, text, None) != []


_PIECES = st.sampled_from(
    ["last", "next", "the", "of", "30", "31", "February", "Feb.", "99", "2024", "0000", "BC", "century", "first", "half",
     "quarter", "week", "ago", "a", "10000000000", "years", "earlier", "-", "–", "24:99", "25:00", "p.m.", "noon", "Monday",
     "'99", "1999s", "since", "by", "end", "2024-02-30", "31/02/2024", "99/99/99", "\n", "Easter", "hundred", "day", "Q4",
     "in the evening", "the early hours of", "the day before", "the", "later in the", "9.30 last night", "2561 GMT",
     "all", "or more", "one", "April-June quarter", "the same period", "the new year", "due Monday", "of last week",
     "twenty", "million", "fiscal", "early", "mid-", "0", "1/2", "decades", "hence", "ß", "İ", "，", "thousand"]
)  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(st.lists(_PIECES, max_size=12).map(" ".join), st.text(max_size=60)),
    st.one_of(st.none(), st.dates(), st.datetimes(timezones=st.just(UTC))),
)
def test_no_input_raises_and_offsets_cut_out_the_words(
    pipeline: Language, text: str, published: date | datetime | None
) -> None:
    found = read(pipeline, text, published, "Asia/Tokyo")
    for timex in found:
        assert text[timex.start : timex.end] == timex.text != ""
    ends = [timex.end for timex in found]
    assert all(timex.start >= end for timex, end in zip(found[1:], ends, strict=False))
