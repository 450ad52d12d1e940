//! The words of help, in both languages.

use crate::arguments::Language;

macro_rules! labels {
    ($($name:ident: $english:literal, $chinese:literal;)+) => {
        /// Words of help.
        #[derive(Debug)]
        pub(crate) struct Labels {
            $(pub(crate) $name: &'static str,)+
        }

        static ENGLISH: Labels = Labels { $($name: $english,)+ };
        static CHINESE: Labels = Labels { $($name: $chinese,)+ };
    };
}

labels! {
    usage: "Usage", "用法";
    required_parameters: "Required parameters", "必填参数";
    optional_parameters: "Optional parameters", "可选参数";
    no_parameters: "The action takes no parameters.", "该接口没有参数。";
    output: "Output", "输出";
    types: "Types", "数据结构";
    errors: "Error codes", "错误码";
    examples: "Examples", "示例";
    facts: "Facts", "概要";
    actions: "Actions", "接口";
    versions: "Versions", "版本";
    version: "Version", "版本";
    host: "Host", "域名";
    members: "Members", "成员";
    values: "Values", "取值";
    more: "More", "更多";
    required: "required", "必填";
    deprecated: "deprecated", "已废弃";
    may_be_null: "may be null", "可能为 null";
    secret: "secret: not shown in logs", "敏感信息：不写入日志";
    default: "Default", "默认值";
    at_least: "At least", "最小值";
    at_most: "At most", "最大值";
    characters: "characters", "个字符";
    items: "items", "项";
    unit: "Unit", "单位";
    one_of: "One of", "可选值";
    among: "Among", "取值如";
    others_of: "and others of", "等，见";
    list_of: "list of", "数组：";
    rate: "requests a second", "次/秒";
    rate_limit: "Rate limit", "频率限制";
    region: "Region", "地域";
    region_required: "required (--region)", "必填（--region）";
    region_optional: "not required", "非必填";
    read_only: "Changes nothing", "只读";
    yes: "yes", "是";
    pages: "Pages", "分页";
    pages_by: "by", "依据";
    with_all: "--all gathers them", "--all 可获取全部";
    sites: "Sites", "站点";
    content: "Sent as", "发送格式";
    not_signed: "Requests are not signed", "请求不签名";
    streaming: "May answer with a stream of events", "可能以事件流返回";
    default_version: "default", "默认";
    other_version: "The default version of the service does not have this action; it is taken from version", "该服务的默认版本没有此接口，取自版本";
    no_texts: "Descriptions are not installed; `tc3 api update --download` gets them.", "未安装接口描述；运行 `tc3 api update --download` 即可安装。";
    detail: "everything that is known", "查看全部信息";
    global_options: "options that every action takes", "查看所有接口通用的选项";
    skeleton: "a skeleton of the parameters as JSON", "生成 JSON 参数骨架";
    help_of_action: "parameters of an action", "查看接口的参数";
    search: "search actions by words", "按词搜索接口";
    used_by: "Used by", "被以下接口使用";
    free_form: "Any JSON object.", "任意 JSON 对象。";
}

impl Labels {
    pub(crate) fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}
