"""What ``--help`` says, in Chinese, by what it says in English."""

from __future__ import annotations

from typing import Final

COMMANDS: Final[dict[str, str]] = {
    "Rehearse a community strategy before you launch it.": "在上线之前预演社区策略。",
    "Make a scenario of a history (joiners, fitted behaviour, two plans), a recipe or a case.": (
        "由历史数据（新成员、拟合的行为、两个方案）、菜谱或案例生成场景。"
    ),
    "Check a scenario, and a history; list plans, measures and levers with their ranges.": (
        "检查场景与历史数据；列出方案、指标以及杠杆的取值范围。"
    ),
    "Run one plan, and print its measures with intervals over worlds.": (
        "运行一个方案，输出各指标及其跨世界区间。"
    ),
    "Compare plans, and print each paired difference with its interval.": (
        "比较方案，输出每个配对差异及其区间。"
    ),
    "Search the plan's parameters, and print the winner beside status quo and equal split.": (
        "搜索方案参数，将胜出方案与维持现状、平均分配并列输出。"
    ),
    "Vary inputs, and print which share of each measure's spread is whose, and which is luck.": (
        "改变输入，输出各指标的波动分别来自哪个输入，多少出于运气。"
    ),
    "Look at the scenario's audiences: sizes, shares, overlaps, moves.": (
        "查看场景的受众：规模、占比、重叠与流动。"
    ),
    "Measure alerts: false alarms where nothing is wrong, and how soon a crisis is caught.": (
        "评估预警：平时的误报率，以及多快能发现危机。"
    ),
    "Fit behaviour to a history, and tell how well it forecasts what was held out.": (
        "用历史数据拟合行为，并说明对留出部分的预测效果。"
    ),
    "Forecast a history from several of its days, each blind to what came after it.": (
        "从历史的若干天分别预测，每次都看不到其后的数据。"
    ),
    "Let the result of an experiment update the prior of the lever that it tested.": (
        "用实验结果更新所测杠杆的先验。"
    ),
    "Write a self-contained HTML report of a run.": "为一次运行生成独立的 HTML 报告。",
    "List the runs that are kept, put two beside each other, or prune them.": (
        "列出保存的运行、并列比较其中两个，或清理。"
    ),
    "Print the behaviour parameters in use with grade and source, and the mechanisms.": (
        "输出所用行为参数及其证据等级和来源，以及机制。"
    ),
    "Run a published experiment again inside the simulation, or list those there are.": (
        "在模拟中重做一项已发表的实验，或列出可选实验。"
    ),
    "List the cookbook's recipes, or those that some words mean.": (
        "列出菜谱，或与给定词语含义相符的菜谱。"
    ),
    "List the templates of events, or those that some words mean.": (
        "列出活动模板，或与给定词语含义相符的模板。"
    ),
    "Print the JSON Schema of a scenario file.": "输出场景文件的 JSON Schema。",
    "Calibrate, compare, search and report on a real question-and-answer community.": (
        "在一个真实问答社区上完成校准、比较、搜索与报告。"
    ),
    "List the library's ready scenarios by case, platform and question.": (
        "按案例、平台和问题列出案例库中的现成场景。"
    ),
    "The register of predictions that backtest keeps.": "backtest 留存的预测登记簿。",
    "Score the predictions of a history whose weeks have come.": (
        "对已经到来的各周，为历史数据的预测打分。"
    ),
}

OPTIONS: Final[dict[str, str]] = {
    "Print the version.": "输出版本号。",
    "Install completion for the current shell.": "为当前 shell 安装自动补全。",
    "Show completion for the current shell, to copy it or customize the installation.": (
        "显示当前 shell 的补全脚本，以便复制或定制安装。"
    ),
    "Show this message and exit.": "显示本说明并退出。",
    "Language of the labels.": "标签所用语言。",
    "Print the facts as JSON, and nothing else.": "只以 JSON 输出事实。",
    "As on every command; the schema is JSON in any case.": "与其他命令相同；模式本就是 JSON。",
    "A scenario of the library or a recipe by name, or the path of a YAML file.": (
        "案例库场景或菜谱的名称，或 YAML 文件的路径。"
    ),
    "A behaviour file that calibrate wrote; goes before the scenario's own.": (
        "calibrate 生成的行为文件；优先于场景自带的。"
    ),
    "Import the modules beside the scenario that it names, my_module:MyStrategy.": (
        "允许导入场景旁、由其指名的模块，如 my_module:MyStrategy。"
    ),
    "Parallel workers; the result does not depend on it.": "并行进程数；不影响结果。",
    "Worlds to run in, at least 2.": "运行的世界数，至少 2。",
    "Scheduler of a Dask cluster, such as tcp://host:8786, whose workers do it.": (
        "承担计算的 Dask 集群调度器，如 tcp://host:8786。"
    ),
    "Folder to write to, from which report draws its page.": ("输出文件夹，report 据此生成页面。"),
    "Folder that keeps finished runs; asked again, they are read.": (
        "保存已完成运行的文件夹；再次请求时直接读取。"
    ),
    "Form of the tables; beside csv and xlsx Parquet stays.": (
        "表格格式；选择 csv 或 xlsx 时仍保留 Parquet。"
    ),
    "File, or postgresql://USER@HOST/DATABASE, that keeps the study; one that is there is gone on "
    "with.": "保存研究的文件或 postgresql://USER@HOST/DATABASE；已有则继续。",
    "Go on with an earlier journal; there must be one.": "继续先前的日志；必须已存在。",
    "Start from this recipe (forerun recipes lists them) or case of the library (forerun list), "
    "without a history.": (
        "不用历史数据，从该菜谱（见 forerun recipes）或案例（见 forerun list）开始。"
    ),
    "Event log, purchases, daily or weekly figures: CSV, gzip, Parquet, XLSX, or the URL of a "
    "database's table (sqlite:///FILE#TABLE); sample: a made-up log that ships.": (
        "事件日志、购买记录、日或周数据：CSV、gzip、Parquet、XLSX，或数据库表的 URL"
        "（sqlite:///FILE#TABLE）；sample：自带的虚构日志。"
    ),
    "Event log, purchases, daily or weekly figures: CSV, gzip, Parquet, XLSX, or the URL of a "
    "database's table (sqlite:///FILE#TABLE).": (
        "事件日志、购买记录、日或周数据：CSV、gzip、Parquet、XLSX，或数据库表的 URL"
        "（sqlite:///FILE#TABLE）。"
    ),
    "Zone whose days count, such as Asia/Shanghai.": "按哪个时区划分日期，如 Asia/Shanghai。",
    "Which column is what, such as member=buyer; may be repeated.": (
        "指定各列含义，如 member=buyer；可重复。"
    ),
    "How to read 3/4/2024.": "如何解读 3/4/2024。",
    "Events that a year without any parts from the rest.": (
        "与其余数据相隔一年以上空白的事件如何处理。"
    ),
    "Whether it begins in mid-life: as it looks, or with the launch.": (
        "数据是否始于社区中途：按其表现判断，或视为自上线起。"
    ),
    "Log of invitations: inviter, invited, time, accepted.": (
        "邀请日志：邀请人、被邀人、时间、是否接受。"
    ),
    "Log of tickets: opened, answered, closed, kind, agent.": (
        "工单日志：开启、回复、关闭、类别、客服。"
    ),
    "What all money is in.": "所有金额的币种。",
    "Behaviours to try.": "尝试的行为参数组数。",
    "Seed of the fit.": "拟合的种子。",
    "Folder to write; it must not be there.": "要写入的文件夹；不得已存在。",
    "The plan.": "方案。",
    "Seed of the first world.": "首个世界的种子。",
    "Folder that keeps the worlds while they are lived: after a kill, the same command goes on "
    "from there.": "运行途中保存世界的文件夹：被中断后，同一命令从该处继续。",
    "Days between two saves of a world under way.": "运行途中两次保存之间的天数。",
    "Two or more plans; the others are compared with the first.": (
        "两个或更多方案；其余与第一个比较。"
    ),
    "Take the last plan apart: what each of its strategies is worth.": (
        "拆解最后一个方案：其每项策略值多少。"
    ),
    "Plans to try.": "尝试的方案数。",
    "Seed of the proposals.": "提议的种子。",
    "A lever, a behaviour parameter or a number of the scenario, and its range; :log after it "
    "spreads it on the logarithm. May be given many times.": (
        "杠杆、行为参数或场景中的数值及其范围；其后加 :log 表示按对数分布。可多次给出。"
    ),
    "Which runs; sobol tells shares of the spread.": "选取哪些运行；sobol 给出波动的份额。",
    "Runs at most.": "最多运行数。",
    "Worlds in which each point is run; of sobol, worlds to choose from.": (
        "每个点运行的世界数；对 sobol 为可选的世界数。"
    ),
    "Seed of the design.": "设计的种子。",
    "Where in the ranges are such runs, as 'roi <= 0'?": (
        "这样的运行（如 'roi <= 0'）落在范围何处？"
    ),
    "Go on with the sweep of the folder; there must be one.": "继续该文件夹中的扫描；必须已存在。",
    "Add so many runs to it.": "再增加这么多次运行。",
    "The audiences to look at, at most 8.": "要查看的受众，最多 8 个。",
    "The alerts to hold against it, of its plans or ready ones.": (
        "要检验的预警，来自其方案或现成预警。"
    ),
    "End of the history to hold out: 13w, 90d.": "留出历史末尾的多长一段：13w、90d。",
    "Days of the history to forecast from.": "从历史的多少天出发预测。",
    "Whole weeks to forecast: 13w.": "预测的整周数：13w。",
    "Behaviours that each fit tries.": "每次拟合尝试的行为参数组数。",
    "Seed of the fits.": "各次拟合的种子。",
    "Register of predictions, a line for each forecast.": "预测登记簿，每次预测一行。",
    "A row a member (arm, outcome), an arm (arm, size, outcome) or an effect (lever, estimate, "
    "standard error): a file, or the URL of a table.": (
        "每行一名成员（组、结果）、一个组（组、人数、结果）或一个效应（杠杆、估计值、标准误）："
        "文件，或表的 URL。"
    ),
    "What was counted: visited, retained, stayed, posted, invited, bought (shares); visits, posts, "
    "invitations, orders, spend (amounts a member).": (
        "统计的内容：visited、retained、stayed、posted、invited、bought（占比）；"
        "visits、posts、invitations、orders、spend（人均数量）。"
    ),
    "Length of its window.": "统计窗口的长度。",
    "The control arm.": "对照组。",
    "The plan that an arm had; may be repeated.": "某组所用的方案；可重复。",
    "A segment or an audience of the scenario among whom the trial was.": (
        "实验所在的场景分群或受众。"
    ),
    "What an estimate is.": "估计值的含义。",
    "Worlds to simulate it in, at least 24.": "模拟实验的世界数，至少 24。",
    "A folder that a command wrote with --out.": "某命令以 --out 写出的文件夹。",
    "Folder for report.html.": "report.html 所在的文件夹。",
    "Put two runs beside each other, named by how their keys begin.": (
        "并列比较两个运行，以其键的开头指名。"
    ),
    "Delete what is never read again: runs of other versions, damaged files.": (
        "删除不会再读取的内容：其他版本的运行、损坏的文件。"
    ),
    "With --prune: delete the good runs, too.": "与 --prune 同用：完好的运行也删除。",
    "List every run by its key.": "按键列出每个运行。",
    "A study; all are listed if absent.": "一项实验；省略则列出全部。",
    "Run every study.": "运行全部实验。",
    "Markdown page whose table of studies is written anew.": "重写其实验表格的 Markdown 页面。",
    "What to look for, in English or Chinese; all if absent.": (
        "查找的词语，中英文皆可；省略则列出全部。"
    ),
    "Folder to write to.": "输出文件夹。",
    "Only those on a platform; own: on none.": "仅限某平台；own：不在任何平台上。",
    "Only those of a type of community.": "仅限某类社区。",
    "Only those that ask about this.": "仅限问及此事的场景。",
    "The history as it has gone on since: the same file, longer.": (
        "此后延续的历史：同一文件，更长。"
    ),
    "The register.": "登记簿。",
}

DEFAULTS: Final[dict[str, str]] = {
    "the cores there are, at most 8": "现有核心数，最多 8",
    "the scenario's reading.timezone, or UTC": "场景的 reading.timezone，或 UTC",
    "guessed from the headings": "由列名推断",
    "told by days above 12, else day first": "由大于 12 的日数判断，否则日在前",
    "refuse": "refuse",
    "told": "told",
    "the history's, the recipe's or the case's name": "历史、菜谱或案例的名称",
    "the scenario's arrivals.history": "场景的 arrivals.history",
    "the status quo": "维持现状",
    "this machine": "本机",
    "nothing is kept": "不保存",
    "about a minute of work": "约一分钟的工作量",
    "runs/SCENARIO-COMMAND": "runs/SCENARIO-COMMAND",
    "the status quo and the main plan": "维持现状与主方案",
    "DIR.journal": "DIR.journal",
    "the main plan": "主方案",
    "512": "512",
    "8; of sobol one a run": "8；sobol 每次运行一个",
    "not asked": "不问",
    "all of the scenario's": "场景的全部受众",
    "all of its plans, or all ready ones": "其方案的全部预警，或全部现成预警",
    "the column's heading": "该列的列名",
    "the column window": "window 列",
    "told by its name": "由名称判断",
    "the plan of its name": "同名方案",
    "everybody, or the column audience": "所有人，或 audience 列",
    "told by its heading": "由列名判断",
    "the run's own": "该运行自己的",
    "each study's own": "每项实验自己的",
}
