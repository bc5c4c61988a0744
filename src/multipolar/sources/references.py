"""Bibliographic entries of the datasets, and of the methods that indicators follow."""

from __future__ import annotations

from multipolar.sources.base import Reference

VOETEN_DATA = Reference(
    key="voeten2009unga",
    kind="dataset",
    authors=("Voeten, Erik", "Strezhnev, Anton", "Bailey, Michael"),
    year=2009,
    title="United Nations General Assembly Voting Data",
    publisher="Harvard Dataverse",
    doi="10.7910/DVN/LEJUQZ",
)
BAILEY_2017 = Reference(
    key="bailey2017estimating",
    kind="article",
    authors=("Bailey, Michael A.", "Strezhnev, Anton", "Voeten, Erik"),
    year=2017,
    title="Estimating Dynamic State Preferences from United Nations Voting Data",
    container="Journal of Conflict Resolution",
    volume="61",
    number="2",
    pages="430-456",
    doi="10.1177/0022002715595700",
)
UN_DIGITAL_LIBRARY = Reference(
    key="undl2025voting",
    kind="dataset",
    authors=("{United Nations, Dag Hammarskjöld Library}",),
    year=2025,
    title="Voting Data, UN Digital Library",
    publisher="United Nations",
    url="https://digitallibrary.un.org/search?cc=Voting%20Data",
)
COW_STATES = Reference(
    key="cow2017states",
    kind="dataset",
    authors=("{Correlates of War Project}",),
    year=2017,
    title="State System Membership List",
    version="2016",
    url="https://correlatesofwar.org/data-sets/state-system-membership/",
)
LEEDS_2002 = Reference(
    key="leeds2002alliance",
    kind="article",
    authors=(
        "Leeds, Brett Ashley",
        "Ritter, Jeffrey M.",
        "Mitchell, Sara McLaughlin",
        "Long, Andrew G.",
    ),
    year=2002,
    title="Alliance Treaty Obligations and Provisions, 1815-1944",
    container="International Interactions",
    volume="28",
    number="3",
    pages="237-260",
    doi="10.1080/03050620213653",
)
SINGER_1972 = Reference(
    key="singer1972capability",
    kind="incollection",
    authors=("Singer, J. David", "Bremer, Stuart", "Stuckey, John"),
    year=1972,
    title="Capability Distribution, Uncertainty, and Major Power War, 1820-1965",
    container="Peace, War, and Numbers",
    pages="19-48",
    publisher="Sage",
)
SINGER_1987 = Reference(
    key="singer1987reconstructing",
    kind="article",
    authors=("Singer, J. David",),
    year=1987,
    title="Reconstructing the Correlates of War Dataset on Material Capabilities of States, "
    "1816-1985",
    container="International Interactions",
    volume="14",
    number="2",
    pages="115-132",
    doi="10.1080/03050628808434695",
)
BARBIERI_2009 = Reference(
    key="barbieri2009trading",
    kind="article",
    authors=("Barbieri, Katherine", "Keshk, Omar M. G.", "Pollins, Brian M."),
    year=2009,
    title="Trading Data: Evaluating our Assumptions and Coding Rules",
    container="Conflict Management and Peace Science",
    volume="26",
    number="5",
    pages="471-491",
    doi="10.1177/0738894209343887",
)
BARBIERI_2016 = Reference(
    key="barbieri2016cow",
    kind="dataset",
    authors=("Barbieri, Katherine", "Keshk, Omar M. G."),
    year=2016,
    title="Correlates of War Project Trade Data Set",
    version="4.0",
    url="https://correlatesofwar.org/data-sets/bilateral-trade/",
)
THOMPSON_2021 = Reference(
    key="thompson2021analyzing",
    kind="book",
    authors=("Thompson, William R.", "Sakuwa, Kentaro", "Suhas, Prashant Hosur"),
    year=2021,
    title="Analyzing Strategic Rivalries in World Politics: Types of Rivalry, Regional "
    "Variation, and Escalation/De-escalation",
    publisher="Springer",
    doi="10.1007/978-981-16-6671-1",
)
PALMER_2022 = Reference(
    key="palmer2022mid5",
    kind="article",
    authors=(
        "Palmer, Glenn",
        "McManus, Roseanne W.",
        "D'Orazio, Vito",
        "Kenwick, Michael R.",
        "Karstens, Mikaela",
        "Bloch, Chase",
        "Dietrich, Nick",
        "Kahn, Kayla",
        "Ritter, Kellan",
        "Soules, Michael J.",
    ),
    year=2022,
    title="The MID5 Dataset, 2011-2014: Procedures, Coding Rules, and Description",
    container="Conflict Management and Peace Science",
    volume="39",
    number="4",
    pages="470-482",
    doi="10.1177/0738894221995743",
)
GIBLER_2016 = Reference(
    key="gibler2016analysis",
    kind="article",
    authors=("Gibler, Douglas M.", "Miller, Steven V.", "Little, Erin K."),
    year=2016,
    title="An Analysis of the Militarized Interstate Dispute (MID) Dataset, 1816-2001",
    container="International Studies Quarterly",
    volume="60",
    number="4",
    pages="719-730",
    doi="10.1093/isq/sqw045",
)
PEVEHOUSE_2020 = Reference(
    key="pevehouse2020tracking",
    kind="article",
    authors=(
        "Pevehouse, Jon C. W.",
        "Nordstrom, Timothy",
        "McManus, Roseanne W.",
        "Jamison, Anne Spencer",
    ),
    year=2020,
    title="Tracking Organizations in the World: The Correlates of War IGO Version 3.0 Datasets",
    container="Journal of Peace Research",
    volume="57",
    number="3",
    pages="492-503",
    doi="10.1177/0022343319881175",
)
STINNETT_2002 = Reference(
    key="stinnett2002cow",
    kind="article",
    authors=(
        "Stinnett, Douglas M.",
        "Tir, Jaroslav",
        "Schafer, Philip",
        "Diehl, Paul F.",
        "Gochman, Charles",
    ),
    year=2002,
    title="The Correlates of War Project Direct Contiguity Data, Version 3",
    container="Conflict Management and Peace Science",
    volume="19",
    number="2",
    pages="58-66",
    doi="10.1177/073889420201900203",
)
MAYER_2011 = Reference(
    key="mayer2011notes",
    kind="report",
    authors=("Mayer, Thierry", "Zignago, Soledad"),
    year=2011,
    title="Notes on CEPII's Distances Measures: The GeoDist Database",
    container="CEPII Working Paper",
    number="2011-25",
    publisher="CEPII",
)
FARISS_2022 = Reference(
    key="fariss2022new",
    kind="article",
    authors=(
        "Fariss, Christopher J.",
        "Anders, Therese",
        "Markowitz, Jonathan N.",
        "Barnum, Miriam",
    ),
    year=2022,
    title="New Estimates of Over 500 Years of Historic GDP and Population Data",
    container="Journal of Conflict Resolution",
    volume="66",
    number="3",
    pages="553-591",
    doi="10.1177/00220027211054432",
)
WORLD_BANK = Reference(
    key="worldbank2024wdi",
    kind="dataset",
    authors=("{World Bank}",),
    year=2024,
    title="World Development Indicators: NY.GDP.MKTP.CD, SP.POP.TOTL",
    publisher="World Bank",
    url="https://databank.worldbank.org/source/world-development-indicators",
)

HAEGE_2011 = Reference(
    key="haege2011choice",
    kind="article",
    authors=("Häge, Frank M.",),
    year=2011,
    title="Choice or Circumstance? Adjusting Measures of Foreign Policy Similarity for Chance "
    "Agreement",
    container="Political Analysis",
    volume="19",
    number="3",
    pages="287-305",
    doi="10.1093/pan/mpr023",
)
SIGNORINO_1999 = Reference(
    key="signorino1999tau",
    kind="article",
    authors=("Signorino, Curtis S.", "Ritter, Jeffrey M."),
    year=1999,
    title="Tau-b or Not Tau-b: Measuring the Similarity of Foreign Policy Positions",
    container="International Studies Quarterly",
    volume="43",
    number="1",
    pages="115-144",
    doi="10.1111/0020-8833.00113",
)
EFRON_1975 = Reference(
    key="efron1975data",
    kind="article",
    authors=("Efron, Bradley", "Morris, Carl"),
    year=1975,
    title="Data Analysis Using Stein's Estimator and Its Generalizations",
    container="Journal of the American Statistical Association",
    volume="70",
    number="350",
    pages="311-319",
    doi="10.1080/01621459.1975.10479864",
)
VOETEN_2013 = Reference(
    key="voeten2013data",
    kind="incollection",
    authors=("Voeten, Erik",),
    year=2013,
    title="Data and Analyses of Voting in the United Nations General Assembly",
    container="Routledge Handbook of International Organization",
    pages="54-66",
    publisher="Routledge",
)
COHEN_1968 = Reference(
    key="cohen1968weighted",
    kind="article",
    authors=("Cohen, Jacob",),
    year=1968,
    title="Weighted Kappa: Nominal Scale Agreement with Provision for Scaled Disagreement or "
    "Partial Credit",
    container="Psychological Bulletin",
    volume="70",
    number="4",
    pages="213-220",
    doi="10.1037/h0026256",
)
SCOTT_1955 = Reference(
    key="scott1955reliability",
    kind="article",
    authors=("Scott, William A.",),
    year=1955,
    title="Reliability of Content Analysis: The Case of Nominal Scale Coding",
    container="Public Opinion Quarterly",
    volume="19",
    number="3",
    pages="321-325",
    doi="10.1086/266577",
)
BARBIERI_1996 = Reference(
    key="barbieri1996economic",
    kind="article",
    authors=("Barbieri, Katherine",),
    year=1996,
    title="Economic Interdependence: A Path to Peace or a Source of Interstate Conflict?",
    container="Journal of Peace Research",
    volume="33",
    number="1",
    pages="29-49",
    doi="10.1177/0022343396033001003",
)
BECKLEY_2018 = Reference(
    key="beckley2018power",
    kind="article",
    authors=("Beckley, Michael",),
    year=2018,
    title="The Power of Nations: Measuring What Matters",
    container="International Security",
    volume="43",
    number="2",
    pages="7-44",
    doi="10.1162/isec_a_00328",
)
BREMER_1992 = Reference(
    key="bremer1992dangerous",
    kind="article",
    authors=("Bremer, Stuart A.",),
    year=1992,
    title="Dangerous Dyads: Conditions Affecting the Likelihood of Interstate War, 1816-1965",
    container="Journal of Conflict Resolution",
    volume="36",
    number="2",
    pages="309-341",
    doi="10.1177/0022002792036002005",
)
HAND_MEMBERSHIPS = Reference(
    key="multipolar2026memberships",
    kind="dataset",
    authors=("{The multipolar developers}",),
    year=2026,
    title="Dated Memberships of Organisations and Groupings, Coded by Hand from Their Documents",
    publisher="multipolar, src/multipolar/sources/facts",
)
HAND_TREATIES = Reference(
    key="multipolar2026treaties",
    kind="dataset",
    authors=("{The multipolar developers}",),
    year=2026,
    title="Security Pledges after 2018, Coded by Hand from Their Texts",
    publisher="multipolar, src/multipolar/sources/facts",
)
SIPRI_ARMS = Reference(
    key="sipri_arms",
    kind="dataset",
    authors=("{Stockholm International Peace Research Institute}",),
    year=2026,
    title="SIPRI Arms Transfers Database",
    publisher="SIPRI",
    url="https://armstransfers.sipri.org",
)
SIPRI_MILEX = Reference(
    key="sipri_milex",
    kind="dataset",
    authors=("{Stockholm International Peace Research Institute}",),
    year=2025,
    title="SIPRI Military Expenditure Database",
    publisher="SIPRI",
    url="https://milex.sipri.org",
)
DORAZIO_2021 = Reference(
    key="dorazio2021mme",
    kind="dataset",
    authors=("D'Orazio, Vito", "Galambos, Kevin"),
    year=2021,
    title="Multinational Military Exercises, 1980-2010",
    publisher="Harvard Dataverse",
    doi="10.7910/DVN/KHFODX",
)
DORAZIO_2012 = Reference(
    key="dorazio2012jme",
    kind="dataset",
    authors=("D'Orazio, Vito",),
    year=2012,
    title="Joint Military Exercises, 1970-2010",
    publisher="by way of the package troopdata",
    url="https://github.com/meflynn/troopdata",
    version="3",
)
LEFFEL_RUSSIA = Reference(
    key="leffel_exercises",
    kind="dataset",
    authors=("Leffel, Zachary",),
    year=2019,
    title="Joint Military Exercises Involving Russia",
    url="https://github.com/zleffel-afk/Visualization-of-NAM-country-data",
)
KINNE_2020 = Reference(
    key="kinne2020dcad",
    kind="article",
    authors=("Kinne, Brandon J.",),
    year=2020,
    title="The Defense Cooperation Agreement Dataset (DCAD)",
    container="Journal of Conflict Resolution",
    volume="64",
    number="4",
    pages="729-755",
    doi="10.1177/0022002719857796",
)
ALLEN_2022 = Reference(
    key="allen2022troops",
    kind="article",
    authors=("Allen, Michael A.", "Flynn, Michael E.", "Machain, Carla Martinez"),
    year=2022,
    title="US Global Military Deployments, 1950-2020",
    container="Conflict Management and Peace Science",
    volume="39",
    number="3",
    pages="351-370",
    doi="10.1177/07388942211030885",
)
OWID_WARHEADS = Reference(
    key="kristensen2023warheads",
    kind="dataset",
    authors=("Kristensen, Hans", "Korda, Matt", "Norris, Robert"),
    year=2023,
    title="Estimated nuclear warhead stockpiles, 1945-2023",
    publisher="Federation of American Scientists, by way of Our World in Data",
    url="https://ourworldindata.org/nuclear-weapons",
)
KOROLEV_2019 = Reference(
    key="korolev2019closeness",
    kind="article",
    authors=("Korolev, Alexander",),
    year=2019,
    title="On the Verge of an Alliance: Contemporary China-Russia Military Cooperation",
    container="Asian Security",
    volume="15",
    number="3",
    pages="233-252",
    doi="10.1080/14799855.2018.1463991",
)
UN_COMTRADE = Reference(
    key="comtrade2026",
    kind="dataset",
    authors=("{United Nations Statistics Division}",),
    year=2026,
    title="UN Comtrade Database",
    publisher="United Nations",
    url="https://comtradeplus.un.org",
)
IMF_DOTS = Reference(
    key="imf2024dots",
    kind="dataset",
    authors=("{International Monetary Fund}",),
    year=2024,
    title="Direction of Trade Statistics",
    publisher="International Monetary Fund",
    url="https://data.imf.org",
)
BORCHERT_2021 = Reference(
    key="borchert2021itpde",
    kind="article",
    authors=("Borchert, Ingo", "Larch, Mario", "Shikher, Serge", "Yotov, Yoto V."),
    year=2021,
    title="The International Trade and Production Database for Estimation (ITPD-E)",
    container="International Economics",
    volume="166",
    pages="140-166",
    doi="10.1016/j.inteco.2020.08.001",
)
ENERGY_INSTITUTE = Reference(
    key="energyinstitute2024",
    kind="dataset",
    authors=("{Energy Institute}",),
    year=2024,
    title="Statistical Review of World Energy, 73rd edition",
    publisher="Energy Institute",
    url="https://www.energyinst.org/statistical-review",
)
ONEAL_RUSSETT_1997 = Reference(
    key="oneal1997classical",
    kind="article",
    authors=("Oneal, John R.", "Russett, Bruce M."),
    year=1997,
    title="The Classical Liberals Were Right: Democracy, Interdependence, and Conflict, 1950-1985",
    container="International Studies Quarterly",
    volume="41",
    number="2",
    pages="267-294",
    doi="10.1111/1468-2478.00042",
)
GARTZKE_LI_2003 = Reference(
    key="gartzke2003measure",
    kind="article",
    authors=("Gartzke, Erik", "Li, Quan"),
    year=2003,
    title="Measure for Measure: Concept Operationalization and the Trade "
    "Interdependence-Conflict Debate",
    container="Journal of Peace Research",
    volume="40",
    number="5",
    pages="553-571",
    doi="10.1177/00223433030405004",
)
HIRSCHMAN_1945 = Reference(
    key="hirschman1945national",
    kind="book",
    authors=("Hirschman, Albert O.",),
    year=1945,
    title="National Power and the Structure of Foreign Trade",
    publisher="University of California Press",
)
SANTOS_SILVA_2006 = Reference(
    key="santossilva2006log",
    kind="article",
    authors=("Santos Silva, J. M. C.", "Tenreyro, Silvana"),
    year=2006,
    title="The Log of Gravity",
    container="Review of Economics and Statistics",
    volume="88",
    number="4",
    pages="641-658",
    doi="10.1162/rest.88.4.641",
)
ANDERSON_2003 = Reference(
    key="anderson2003gravity",
    kind="article",
    authors=("Anderson, James E.", "van Wincoop, Eric"),
    year=2003,
    title="Gravity with Gravitas: A Solution to the Border Puzzle",
    container="American Economic Review",
    volume="93",
    number="1",
    pages="170-192",
    doi="10.1257/000282803321455214",
)
OWID_RESOURCES = Reference(
    key="owid2022resources",
    kind="dataset",
    authors=("{Our World in Data}",),
    year=2022,
    title="Natural Resources Data Explorer",
    publisher="Global Change Data Lab",
    url="https://ourworldindata.org/explorers/natural-resources",
)
MICHAELY_1996 = Reference(
    key="michaely1996trade",
    kind="report",
    authors=("Michaely, Michael",),
    year=1996,
    title="Trade Preferential Agreements in Latin America: An Ex Ante Assessment",
    container="World Bank Policy Research Working Paper",
    number="1583",
    publisher="World Bank",
)
GAULIER_2010 = Reference(
    key="gaulier2010baci",
    kind="report",
    authors=("Gaulier, Guillaume", "Zignago, Soledad"),
    year=2010,
    title="BACI: International Trade Database at the Product-Level. The 1994-2007 Version",
    container="CEPII Working Paper",
    number="2010-23",
    publisher="CEPII",
)
CONTE_2022 = Reference(
    key="conte2022gravity",
    kind="report",
    authors=("Conte, Maddalena", "Cotterlaz, Pierre", "Mayer, Thierry"),
    year=2022,
    title="The CEPII Gravity Database",
    container="CEPII Working Paper",
    number="2022-05",
    publisher="CEPII",
)
JANKIN_2024 = Reference(
    key="jankin2024words",
    kind="dataset",
    authors=("Jankin, Slava", "Baturo, Alexander", "Dasandi, Niheer"),
    year=2024,
    title="United Nations General Debate Corpus 1946-2024",
    publisher="Harvard Dataverse",
    version="13",
    doi="10.7910/DVN/0TJX8Y",
)
BATURO_2017 = Reference(
    key="baturo2017understanding",
    kind="article",
    authors=("Baturo, Alexander", "Dasandi, Niheer", "Mikhaylov, Slava J."),
    year=2017,
    title="Understanding State Preferences with Text as Data: Introducing the UN General Debate "
    "Corpus",
    container="Research & Politics",
    volume="4",
    number="2",
    doi="10.1177/2053168017712821",
)
MONROE_2008 = Reference(
    key="monroe2008fightin",
    kind="article",
    authors=("Monroe, Burt L.", "Colaresi, Michael P.", "Quinn, Kevin M."),
    year=2008,
    title="Fightin' Words: Lexical Feature Selection and Evaluation for Identifying the Content "
    "of Political Conflict",
    container="Political Analysis",
    volume="16",
    number="4",
    pages="372-403",
    doi="10.1093/pan/mpn018",
)
DEERWESTER_1990 = Reference(
    key="deerwester1990indexing",
    kind="article",
    authors=(
        "Deerwester, Scott",
        "Dumais, Susan T.",
        "Furnas, George W.",
        "Landauer, Thomas K.",
        "Harshman, Richard",
    ),
    year=1990,
    title="Indexing by Latent Semantic Analysis",
    container="Journal of the American Society for Information Science",
    volume="41",
    number="6",
    pages="391-407",
)
MACDONALD_2014 = Reference(
    key="macdonald2014strengthening",
    kind="article",
    authors=("MacDonald, Adam P.",),
    year=2014,
    title="The Strengthening of Sino-Russian Relations",
    container="FrontLine Defence",
    volume="11",
    number="6",
)
SNYDER_1997 = Reference(
    key="snyder1997alliance",
    kind="book",
    authors=("Snyder, Glenn H.",),
    year=1997,
    title="Alliance Politics",
    publisher="Cornell University Press",
)
